"""What is measured of promises: the share kept of those that fell due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.urls import reverse

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share, weighted_share
from upheld.measures.rules.units import Unit
from upheld.promises.models import Promise, Source
from upheld.promises.queries.counting import COUNTED, fell_due, say_do_counts, where_standing
from upheld.promises.rules.ledger import SayDo, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

PATHS: Mapping[str, tuple[str, str, str]] = {
    "person": ("owner_id", "owner__name", "Nobody"),
    "team": ("owner__team_id", "owner__team__name", "No team"),
    "company": ("company_id", "company__name", "Among ourselves"),
    "source": ("source", "source", ""),
}
"""By breakdown: the column it goes by, the one that names it, and what the nameless are called."""


def _rows(ask: Ask) -> QuerySet[Any]:
    """Give the promises that the ratio is over, in the period and narrowing that was asked."""
    rows = fell_due(_narrowed(ask), ask.period, ask.at)
    counted = Q()
    for standing in COUNTED:
        counted |= where_standing(standing, ask.at)
    return rows.filter(counted)


def _narrowed(ask: Ask) -> QuerySet[Promise]:
    return Promise.objects.filter(**{PATHS[key][0]: value for key, value in ask.only.items()})


def say_do_figure(ask: Ask) -> Figure:
    """Give the share kept in time of the promises that fell due: parts per million."""
    counts = fell_due(_narrowed(ask), ask.period, ask.at).aggregate(**say_do_counts(ask.at))
    return _figure(counts)


def say_do_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the same for each person, team, customer or source."""
    path, name, nobody = PATHS[ask.by or "person"]
    groups = (
        fell_due(_narrowed(ask), ask.period, ask.at)
        .values(subject=F(path), called=F(name))
        .annotate(**say_do_counts(ask.at))
        .order_by("called", "subject")
    )
    titles = dict(Source.choices) if ask.by == "source" else {}
    found = {
        Subject(row["subject"], titles.get(row["called"], row["called"]) or nobody): _figure(row)
        for row in groups
    }
    return {subject: figure for subject, figure in found.items() if figure.n}


def _figure(counts: Mapping[str, Any]) -> Figure:
    tally = SayDo(**{name: counts[name] for name in SayDo.__slots__})
    return share(tally.done(), tally.counted)


def weighted_figure(ask: Ask) -> Figure:
    """Give the kept share of the value promised, in the provider's own currency."""
    currency = Provider.objects.values_list("currency", flat=True)
    mine = currency.get(pk=current_scope().provider_id)
    valued = _rows(ask).filter(currency=mine, value_minor__gt=0)
    kept = set(valued.filter(where_standing(Standing.KEPT, ask.at)).values_list("pk", flat=True))
    return weighted_share(
        (int(pk in kept), value) for pk, value in valued.values_list("pk", "value_minor")
    )


def say_do_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the promises behind the ratio, the last to fall due first."""
    rows = _rows(ask).select_related("company", "owner").order_by("-fell_at", "-pk")
    moment, _, pk = after.partition("|")
    if pk.isdecimal():
        last = datetime.fromisoformat(moment)
        rows = rows.filter(Q(fell_at__lt=last) | Q(fell_at=last, pk__lt=int(pk)))
    return [_row(promise, ask.at) for promise in rows[:limit]]


def _row(promise: Any, at: datetime) -> MeasureRow:
    standing = promise.standing(at)
    return MeasureRow(
        after=f"{promise.fell_at.isoformat()}|{promise.pk}",
        title=promise.words,
        url=reverse("promise", args=[promise.number]),
        at=promise.fell_at,
        value=promise.value_minor,
        said=standing.value.replace("_", " "),
        detail=" · ".join(str(one) for one in (promise.owner, promise.company) if one),
        tone="good" if standing is Standing.KEPT else "bad",
    )


_LATE = "A promise kept after it fell due does not count as kept; “by when” was part of it."
_BESIDE = "Replaced and released promises are left out: neither kept nor broken."

MEASURES: tuple[Measure, ...] = (
    Measure(
        key="say_do_ratio",
        title="Say/do ratio",
        formula_in_words="Promises kept in time, as a share of those that fell due: kept, kept "
        "late, broken and overdue ones together.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team", "company", "source"),
        source="The promise ledger; a promise falls due once, on its own day.",
        figure=say_do_figure,
        rows=say_do_rows,
        breakdown=say_do_by,
        tidbits=(_LATE, _BESIDE),
        group="Promises",
        unit_of_n="promises",
    ),
    Measure(
        key="say_do_ratio_by_value",
        title="Say/do ratio by value",
        formula_in_words="The value of promises kept in time, as a share of the value of all that "
        "fell due.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team", "company", "source"),
        source="Promises with a value in the company's own currency.",
        figure=weighted_figure,
        rows=say_do_rows,
        tidbits=(_LATE, _BESIDE, "One large promise among small ones does not count as many."),
        group="Promises",
        unit_of_n="promises",
    ),
)
