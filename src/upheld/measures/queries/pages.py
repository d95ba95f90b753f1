"""The catalogue as a list, and a measure's own page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from upheld.foundation.models import Provider
from upheld.foundation.refusals import invalid
from upheld.foundation.ui.shapes import ActiveFilter, Chart, Stat, Tab
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import (
    BREAKDOWN_TITLES,
    Ask,
    Measure,
    MeasureRow,
    Subject,
    is_trailing,
    measures_for,
    require_askable,
)
from upheld.measures.models import MeasurePoint
from upheld.measures.queries.said import history_chart, stat_of
from upheld.measures.rules.figure import Method
from upheld.measures.rules.spans import (
    USUAL,
    Seasons,
    Span,
    span_named,
    usual_spans,
)
from upheld.people.rules.policies import SEASON_MONTHS, SEASON_STARTS_IN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.measures.rules.figure import Figure

ROWS = 50
_SPARK = 12
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a measure."""

    span: Span
    by: str
    only: Mapping[str, int | str]
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that belong together, with their figures."""

    title: str
    stats: tuple[Stat, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Every measure the reader may see, with its figure of the last 90 days."""

    groups: tuple[Group, ...]
    measured_at: datetime | None
    """When the oldest of the shown figures was measured."""


def catalogue_page(actor: Actor, at: datetime) -> CataloguePage:
    """Read the catalogue: two queries, and one more for each measure that was never measured."""
    provider = Provider.objects.get(pk=actor.provider_id)
    measures = measures_for(actor)
    points: dict[str, list[MeasurePoint]] = defaultdict(list)
    keys = [measure.key for measure in measures]
    for point in MeasurePoint.objects.filter(key__in=keys).order_by("starts_on"):
        points[point.key].append(point)
    groups: dict[str, list[Stat]] = defaultdict(list)
    shown: list[datetime] = []
    for measure in measures:
        kept = points[measure.key]
        now = next((point for point in kept if point.covers == USUAL), None)
        if now is not None:
            shown.append(now.measured_at)
        figure = now.figure() if now is not None else _lately(measure, at, provider.zone)
        spark = [point.value for point in kept if point.covers != USUAL][-_SPARK:]
        url = reverse("measure", args=[measure.key])
        groups[measure.group].append(
            stat_of(measure, figure, provider.currency, url=url, spark=spark)
        )
    return CataloguePage(
        tuple(Group(title, tuple(stats)) for title, stats in groups.items()),
        min(shown) if shown else None,
    )


def _lately(measure: Measure, at: datetime, zone: str) -> Figure:
    span = span_named(USUAL, at, zone)
    assert span is not None  # noqa: S101  the name is our own
    return measure.figure(Ask(span.period, at))


@dataclass(frozen=True, slots=True)
class BrokenDown:
    """One line of a breakdown."""

    subject: Subject
    stat: Stat
    figure: Figure
    narrowed_url: str


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """Everything that a measure's own page shows."""

    measure: Measure
    asked: Asked
    stat: Stat
    figure: Figure
    spans: tuple[Tab, ...]
    tabs: tuple[Tab, ...]
    lines: tuple[BrokenDown, ...]
    by_title: str
    most: int
    """The largest value of the breakdown, for its bars."""
    rows: tuple[MeasureRow, ...]
    older_url: str
    first_url: str
    history: Chart | None
    history_note: str
    points: tuple[MeasurePoint, ...]
    narrowed: tuple[ActiveFilter, ...]
    better: str
    method: str


HISTORY_NOTES = {
    True: "Each point: the 90 days up to the end of its month",
    False: "Each point: its month",
}
METHODS = {
    Method.COUNTED: "None: it is counted, not estimated",
    Method.WILSON: "Wilson's score",
    Method.T: "Student's t",
    Method.BOOTSTRAP: "Resampling",
    Method.RATIO: "Student's t, of a ratio",
    Method.BINOMIAL: "Order of the values",
    Method.KAPLAN_MEIER: "Kaplan and Meier",
}
_BETTER = {"higher": "Higher is better", "lower": "Lower is better", "neither": "Neither is better"}


def asked_of(measure: Measure, given: Mapping[str, str], at: datetime, provider: Provider) -> Asked:
    """Read what an address asks; refuses with `invalid_input` for what means nothing.

    `given`: period, by, after, and any of the measure's breakdowns to narrow to.
    """
    span = span_named(given.get("period") or USUAL, at, provider.zone, seasons_of(provider))
    if span is None:
        raise invalid(period="Ask for a month (2026-03), a quarter (2026-q1) or last-90.")
    only: dict[str, int | str] = {}
    for key in measure.breakdowns:
        word = given.get(key, "")[:100]
        if word:
            only[key] = int(word) if word.isascii() and word.isdigit() else word
    if any(isinstance(value, int) and value > _LARGEST for value in only.values()):
        raise invalid(**dict.fromkeys(only, "There is no such row."))
    asked = Asked(span, given.get("by", ""), only, given.get("after", "")[:200])
    require_askable(measure, Ask(span.period, at, asked.by or None, only))
    return asked


def seasons_of(provider: Provider) -> Seasons:
    """Give how long a provider's seasons are, and with which month a year of them begins."""
    said = provider.settings
    return Seasons(SEASON_MONTHS.of(said), SEASON_STARTS_IN.of(said))


def measure_page(
    measure: Measure, given: Mapping[str, str], actor: Actor, at: datetime
) -> MeasurePage:
    """Read a measure's page: the provider, its history, and what the measure itself asks."""
    provider = Provider.objects.get(pk=actor.provider_id)
    asked = asked_of(measure, given, at, provider)
    ask = Ask(asked.span.period, at, None, asked.only)
    figure = measure.figure(ask)
    before = measure.figure(Ask(_before(asked.span.period), at, None, asked.only))
    rows = list(measure.rows(ask, asked.after, ROWS + 1))
    more, rows = len(rows) > ROWS, rows[:ROWS]
    lines = _lines(measure, asked, at, provider.currency)
    points = () if asked.only else tuple(
        MeasurePoint.objects.filter(key=measure.key).exclude(covers=USUAL).order_by("starts_on")
    )  # fmt: skip
    address = reverse("measure", args=[measure.key])
    return MeasurePage(
        measure=measure,
        asked=asked,
        stat=stat_of(measure, figure, provider.currency, label=asked.span.title, before=before),
        figure=figure,
        spans=_spans(asked, at, provider, address),
        tabs=_tabs(measure, asked, address),
        lines=lines,
        by_title=BREAKDOWN_TITLES.get(asked.by, asked.by.capitalize()),
        most=max((line.figure.value or 0 for line in lines), default=0),
        rows=tuple(rows),
        older_url=_url(address, asked, after=rows[-1].after) if more else "",
        first_url=_url(address, asked) if asked.after else "",
        history=history_chart(measure, points, provider.currency) if len(points) > 1 else None,
        history_note=HISTORY_NOTES[is_trailing(measure)],
        points=points,
        narrowed=_narrowed(measure, asked, at, address),
        better=_BETTER[measure.better.value],
        method=METHODS[figure.method],
    )


def _before(period: Period) -> Period:
    """Give the period of the same length just before, for comparison."""
    return Period(period.start - period.length, period.start)


def _spans(asked: Asked, at: datetime, provider: Provider, address: str) -> tuple[Tab, ...]:
    usual = usual_spans(at, provider.zone, seasons_of(provider))
    if asked.span.key not in {one.key for one in usual}:
        usual.insert(0, asked.span)
    return tuple(
        Tab(one.title, _url(address, asked, period=one.key), one.key == asked.span.key)
        for one in usual
    )


def _tabs(measure: Measure, asked: Asked, address: str) -> tuple[Tab, ...]:
    if measure.breakdown is None:
        return ()
    tabs = [Tab("All together", _url(address, asked, by=""), not asked.by)]
    for key in measure.breakdowns:
        title = f"By {BREAKDOWN_TITLES.get(key, key).lower()}"
        tabs.append(Tab(title, _url(address, asked, by=key), asked.by == key))
    return tuple(tabs)


def _lines(measure: Measure, asked: Asked, at: datetime, currency: str) -> tuple[BrokenDown, ...]:
    if measure.breakdown is None or not asked.by:
        return ()
    found = measure.breakdown(Ask(asked.span.period, at, asked.by, asked.only))
    address = reverse("measure", args=[measure.key])
    return tuple(
        BrokenDown(
            subject,
            stat_of(measure, figure, currency, label=subject.title),
            figure,
            _url(address, asked, by="", **{asked.by: str(subject.key)})
            if subject.key not in {None, ""}
            else "",
        )
        for subject, figure in found.items()
    )


def _narrowed(
    measure: Measure, asked: Asked, at: datetime, address: str
) -> tuple[ActiveFilter, ...]:
    chips = []
    for key, value in asked.only.items():
        called = str(value)
        if measure.breakdown is not None:
            same = measure.breakdown(Ask(asked.span.period, at, key, asked.only))
            called = next((one.title for one in same if str(one.key) == called), called)
        title = BREAKDOWN_TITLES.get(key, key.capitalize())
        chips.append(ActiveFilter(title, called, _url(address, asked, **{key: ""})))
    return tuple(chips)


def _url(address: str, asked: Asked, **changes: str) -> str:
    """Give a measure's address with what is asked, something of it changed; empty leaves out."""
    parts: dict[str, str] = {"period": asked.span.key, "by": asked.by}
    parts |= {key: str(value) for key, value in asked.only.items()}
    parts |= changes
    parts = {key: value for key, value in parts.items() if value}
    if parts.get("period") == USUAL:
        del parts["period"]
    return f"{address}?{urlencode(parts)}" if parts else address
