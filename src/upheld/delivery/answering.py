"""What delivery answers when agreements ask: free hours, like work, the service level."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.urls import reverse

from upheld.agreements.asking import CapacityAnswer, Comparable, Comparables, ServiceLevel
from upheld.delivery.models import Deliverable
from upheld.delivery.queries.capacity import WEEKS_OUT, Bench, kept_free
from upheld.delivery.queries.deliverables import KIND
from upheld.delivery.rules.capacity import Fit, fits, free_hours
from upheld.delivery.rules.comparables import ENOUGH, Described, most_alike
from upheld.delivery.rules.deliverables import EARNED_STATES
from upheld.delivery.rules.promised_hours import OpenWork, by_week, monday_of
from upheld.desk.queries.service_levels import least_attained, standing_policy
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.rate import Rate
from upheld.measures.rules.statistics import HALF, quantile_of
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.asking import Wanted
    from upheld.delivery.rules.capacity import WeekOfHours

LOOKED_AT = 500
"""The newest finished works of a function that are looked through for like ones."""

_P80 = Rate.percent(80)
_WEEK = timedelta(days=7)


def capacity_answer(wanted: tuple[Wanted, ...], at: datetime) -> CapacityAnswer:
    """Say whether wanted hours fit beside all that is promised, function by function.

    What is wanted earlier takes its room first, so that two wishes never count the same hour.
    """
    if not wanted:
        return CapacityAnswer(0, "Nothing is asked for.")
    last = max(one.due_on for one in wanted)
    bench = Bench(at)
    weeks = max(WEEKS_OUT, (monday_of(last) - bench.mondays[0]) // _WEEK + 1 + WEEKS_OUT)
    bench = Bench(at, weeks)
    short, said, earliest = 0, [], None
    for function in sorted({one.function for one in wanted}):
        hours = bench.of_function(function).weeks
        for one in sorted(_of(wanted, function), key=lambda wish: (wish.due_on, wish.seconds)):
            start = max(one.starts_on, bench.today)
            fit = fits(
                one.seconds, hours, start_on=start, due_on=one.due_on,
                keep_free=kept_free(bench.provider),
            )  # fmt: skip
            short += fit.short_seconds
            said.append(_said(one, fit))
            if not fit.fits and fit.earliest_due is not None:
                earliest = max(earliest or fit.earliest_due, fit.earliest_due)
            hours = _with(hours, one, bench)
    return CapacityAnswer(short, " ".join(said), earliest)


def comparable_work(words: str, function: str) -> Comparables:
    """Give finished work that is like these words, with what it took; too little says so.

    Only work on which time was logged counts: without it nobody knows what it took.
    """
    rows = Deliverable.objects.filter(state__in=[state.value for state in EARNED_STATES])
    if function:
        rows = rows.filter(function=function)
    newest = rows.select_related("company").order_by("-finished_at")[:LOOKED_AT]
    described = [Described(f"{one.title} {one.criterion}", one) for one in newest]
    alike = most_alike(words, described)
    logged = TimeEntry.objects.filter(on_kind=KIND, on_id__in=[one.pk for one in alike], void=False)
    actual = dict(
        logged.order_by()
        .values_list("on_id")
        .annotate(all=Sum("seconds"))
        .values_list("on_id", "all")
    )
    cases = tuple(_case(one, actual[one.pk]) for one in alike if actual.get(one.pk))
    if len(cases) < ENOUGH:
        return Comparables(cases, None, None, ENOUGH - len(cases))
    taken = sorted(case.actual_seconds for case in cases)
    return Comparables(cases, quantile_of(taken, HALF), quantile_of(taken, _P80))


def standing_level(company_id: int) -> ServiceLevel | None:
    """Give the service level that holds for a customer now, with the share that is promised."""
    policy = standing_policy(company_id)
    if policy is None:
        return None
    return ServiceLevel(
        name=policy.name,
        hours=policy.schedule.name,
        first_response=policy.first_response,
        resolution=policy.resolution,
        attained=least_attained(policy.provider).ppm,
        next_response=policy.next_response,
    )


def _of(wanted: tuple[Wanted, ...], function: str) -> list[Wanted]:
    return [one for one in wanted if one.function == function]


def _with(weeks: tuple[WeekOfHours, ...], one: Wanted, bench: Bench) -> tuple[WeekOfHours, ...]:
    """Count a wish as promised, for the ones after it."""
    more = by_week([OpenWork(one.seconds, one.starts_on, one.due_on)], bench.today)
    return free_hours(
        {week.monday: week.available for week in weeks},
        {week.monday: week.promised + more.get(week.monday, 0) for week in weeks},
    )


def _said(one: Wanted, fit: Fit) -> str:
    function = one.function.replace("_", " ") or "delivery"
    wish = f"{written_effort(one.seconds)} of {function} by {one.due_on.day} {one.due_on:%B}"
    later = ""
    if not fit.fits and fit.earliest_due is not None:
        later = f" It would fit by {fit.earliest_due.day} {fit.earliest_due:%B}."
    return f"{wish}: {fit.why}{later}"


def _case(deliverable: Deliverable, actual: int) -> Comparable:
    finished = deliverable.finished_at
    if finished is None:  # pragma: no cover  an accepted deliverable has its moment
        raise ValueError("finished work without its moment")
    return Comparable(
        title=deliverable.title,
        company=deliverable.company.name,
        estimate_seconds=deliverable.estimate_seconds,
        actual_seconds=actual,
        finished_on=finished.date(),
        url=reverse("deliverable", args=[deliverable.number]),
    )
