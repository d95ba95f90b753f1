"""What is measured of deliverables: in time or late, as estimated or not, signed off by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from upheld.delivery.models import Deliverable, SignOff
from upheld.delivery.queries.deliverables import with_actual
from upheld.delivery.rules.deliverables import EARNED_STATES
from upheld.delivery.rules.sign_off import RoundState
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.period import start_of_day
from upheld.foundation.values.rate import WHOLE, Rate
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import median, quantile, share
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

PATHS: Mapping[str, tuple[str, str, str]] = {
    "person": ("owner_id", "owner__name", "Nobody"),
    "estimator": ("estimator_id", "estimator__name", "Nobody"),
    "company": ("company_id", "company__name", "No customer"),
    "function": ("function", "function", "No function"),
}
"""By breakdown: the column it goes by, the one that names it, and what the nameless are called."""

_EARNED = sorted(state.value for state in EARNED_STATES)
_DELIVERED = [*_EARNED, "submitted"]
_DEEMED = sorted([RoundState.DEEMED_ACCEPTED.value, RoundState.DEEMED_REJECTED.value])
_ANSWERED = [*_DEEMED, RoundState.ACCEPTED.value, RoundState.REJECTED.value]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of a figure: what it counts for, and what its row says."""

    pk: int
    at: datetime
    value: int
    title: str
    number: int
    said: str
    tone: str
    subject: Subject


def fell_due(ask: Ask) -> list[Counted]:
    """Give the deliverables whose day was over within the period: 1 where it was met."""
    zone = Provider.objects.values_list("zone", flat=True).get(pk=current_scope().provider_id)
    end = min(ask.period.end, ask.at)
    first, last = (_last_day_over(moment, zone) for moment in (ask.period.start, end))
    rows = _narrowed(ask).filter(due_on__gt=first, due_on__lte=last).exclude(state="dropped")
    found = rows.select_related("company", "owner", "estimator", "promise")
    return [_due(one, ask, zone) for one in found]


def finished(ask: Ask) -> list[Counted]:
    """Give the accepted deliverables of the period with actual over estimate in millionths.

    Without an estimate, or with nothing logged, there is nothing to hold against anything.
    """
    end = min(ask.period.end, ask.at)
    rows: QuerySet[Any] = with_actual(_narrowed(ask))
    rows = rows.filter(
        state__in=_EARNED, finished_at__gte=ask.period.start, finished_at__lt=end,
        estimate_seconds__gt=0, actual_seconds__gt=0,
    )  # fmt: skip
    found = rows.select_related("company", "owner", "estimator")
    return [_estimated(one, ask) for one in found]


def answered(ask: Ask) -> list[Counted]:
    """Give the rounds that ended in the period: their seconds, 0 where silence ended them."""
    end = min(ask.period.end, ask.at)
    narrowing = {f"deliverable__{PATHS[key][0]}": value for key, value in ask.only.items()}
    rows = SignOff.objects.filter(
        state__in=_ANSWERED, answered_at__gte=ask.period.start, answered_at__lt=end, **narrowing
    )
    found = rows.select_related(
        "deliverable__company", "deliverable__owner", "deliverable__estimator"
    )
    return [_round(one, ask) for one in found]


def spoken(ask: Ask) -> list[Counted]:
    """Give the rounds of the period that somebody answered, with the seconds that it took."""
    return [one for one in answered(ask) if one.tone != "warn"]


def _share(rows: Iterable[Counted]) -> Figure:
    values = [row.value for row in rows]
    return share(sum(values), len(values))


def _deemed_share(rows: Iterable[Counted]) -> Figure:
    tones = [row.tone for row in rows]
    return share(sum(tone == "warn" for tone in tones), len(tones))


def _median(rows: Iterable[Counted]) -> Figure:
    return median(row.value for row in rows)


def _ninetieth(rows: Iterable[Counted]) -> Figure:
    return quantile((row.value for row in rows), Rate.percent(90))


Rows = Callable[[Ask], list[Counted]]
Fold = Callable[[Iterable[Counted]], "Figure"]


def _figure(rows: Rows, fold: Fold) -> Callable[[Ask], Figure]:
    return lambda ask: fold(rows(ask))


def _breakdown(rows: Rows, fold: Fold) -> Callable[[Ask], Mapping[Subject, Figure]]:
    def by(ask: Ask) -> Mapping[Subject, Figure]:
        groups: dict[Subject, list[Counted]] = {}
        for one in sorted(rows(ask), key=lambda row: row.subject.title):
            groups.setdefault(one.subject, []).append(one)
        return {subject: fold(group) for subject, group in groups.items()}

    return by


def _opened(rows: Rows) -> Callable[[Ask, str, int], Sequence[MeasureRow]]:
    def opened(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
        found = sorted(rows(ask), key=lambda row: (row.at, row.pk), reverse=True)
        moment, _, pk = after.partition("|")
        if pk.isdecimal():
            place = (datetime.fromisoformat(moment), int(pk))
            found = [row for row in found if (row.at, row.pk) < place]
        return [_as_row(row) for row in found[:limit]]

    return opened


def _as_row(row: Counted) -> MeasureRow:
    return MeasureRow(
        after=f"{row.at.isoformat()}|{row.pk}",
        title=row.title,
        url=reverse("deliverable", args=[row.number]),
        at=row.at,
        value=row.value,
        said=row.said,
        detail=row.subject.title,
        tone=row.tone,
    )


def _narrowed(ask: Ask) -> QuerySet[Deliverable]:
    rows: QuerySet[Deliverable] = Deliverable.objects.filter(
        **{PATHS[key][0]: value for key, value in ask.only.items()}
    )
    return rows


def _last_day_over(moment: datetime, zone: str) -> Any:
    """Give the last day that was over at a moment, in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date() - _DAY


def _subject(one: Deliverable, ask: Ask) -> Subject:
    key, _, nobody = PATHS[ask.by or "company"]
    named = {"person": one.owner, "estimator": one.estimator, "company": one.company}
    row = named.get(ask.by or "company")
    if ask.by == "function":
        return Subject(one.function, one.function.replace("_", " ").capitalize() or nobody)
    return Subject(getattr(one, key), str(row) if row is not None else nobody)


def _due(one: Deliverable, ask: Ask, zone: str) -> Counted:
    over = start_of_day(one.due_on + _DAY, zone)
    in_time = one.submitted_at is not None and one.submitted_at <= over
    met = one.state in _DELIVERED and in_time
    said = "in time" if met else "late" if one.state in _DELIVERED else "not delivered"
    return Counted(
        one.pk, over, int(met), one.title, one.number, said, "good" if met else "bad",
        _subject(one, ask),
    )  # fmt: skip


def _estimated(one: Any, ask: Ask) -> Counted:
    said = f"{written_effort(one.actual_seconds)} against {written_effort(one.estimate_seconds)}"
    over = one.actual_seconds > one.estimate_seconds
    return Counted(
        one.pk, one.finished_at, one.actual_seconds * WHOLE // one.estimate_seconds, one.title,
        one.number, said, "bad" if over else "good", _subject(one, ask),
    )  # fmt: skip


def _round(one: Any, ask: Ask) -> Counted:
    work = one.deliverable
    deemed = one.state in _DEEMED
    seconds = (one.answered_at - one.submitted_at) // timedelta(seconds=1)
    said = "silence, as agreed" if deemed else f"{one.state} after {written_effort(seconds)}"
    tone = "warn" if deemed else "good" if one.state == RoundState.ACCEPTED.value else "bad"
    return Counted(
        one.pk, one.answered_at, seconds, work.title, work.number, said, tone, _subject(work, ask)
    )


def _measure(key: str, title: str, rows: Rows, fold: Fold, **said: Any) -> Measure:
    return Measure(
        key=key,
        title=title,
        figure=_figure(rows, fold),
        rows=_opened(rows),
        breakdown=_breakdown(rows, fold),
        breakdowns=("company", "person", "estimator", "function"),
        group="Deliverables",
        **said,
    )


_OWN_TIME = (
    "The day of the submission that was accepted counts, or of the one that waits: how long the "
    "customer looks at it is theirs."
)
_TAKEN = "Only accepted work with an estimate and with time logged on it counts."

MEASURES: tuple[Measure, ...] = (
    _measure(
        "on_time_deliverables", "Deliverables on time", fell_due, _share,
        formula_in_words="Deliverables put before the customer by the day that was agreed, and "
        "not rejected, as a share of all that fell due.",
        unit=Unit.SHARE, better=Better.HIGHER, unit_of_n="deliverables",
        source="Deliverables whose agreed day was over in the period.",
        tidbits=(
            _OWN_TIME,
            "Work that a change order took out is left out.",
        ),
    ),
    _measure(
        "estimate_error", "Actual against estimate", finished, _median,
        formula_in_words="Hours that work took, divided by the hours that were estimated: the "
        "middle of all. 1.00 is as estimated, 1.25 a quarter more.",
        unit=Unit.RATIO, better=Better.NEITHER, unit_of_n="deliverables",
        source="Deliverables accepted in the period, and the time logged on them.",
        tidbits=(_TAKEN,),
    ),
    _measure(
        "estimate_error_90th", "Actual against estimate, the worst tenth", finished, _ninetieth,
        formula_in_words="Hours that work took, divided by the hours that were estimated: nine "
        "of ten took no more than this.",
        unit=Unit.RATIO, better=Better.LOWER, unit_of_n="deliverables",
        source="Deliverables accepted in the period, and the time logged on them.",
        tidbits=(_TAKEN,),
    ),
    _measure(
        "sign_off_lag", "Time until sign-off", spoken, _median,
        formula_in_words="Time from a submission to the customer's answer: the middle of all.",
        unit=Unit.EFFORT, better=Better.LOWER, unit_of_n="answers",
        source="Rounds of sign-off that were answered in the period.",
        tidbits=("Nights and weekends count. What silence ended has no answer and is left out.",),
    ),
    _measure(
        "deemed_share", "Signed off by silence", answered, _deemed_share,
        formula_in_words="Rounds that agreed silence ended, as a share of all that ended.",
        unit=Unit.SHARE, better=Better.LOWER, unit_of_n="rounds",
        source="Rounds of sign-off that ended in the period.",
        tidbits=("Silence means what the agreement says it means, after its business days.",),
    ),
)  # fmt: skip
