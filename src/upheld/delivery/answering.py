"""What delivery answers when agreements ask: like work, and the service level."""

from __future__ import annotations

from django.db.models import Sum
from django.urls import reverse

from upheld.agreements.asking import Comparable, Comparables, ServiceLevel
from upheld.delivery.models import Deliverable
from upheld.delivery.queries.deliverables import KIND
from upheld.delivery.rules.comparables import ENOUGH, Described, most_alike
from upheld.delivery.rules.deliverables import EARNED_STATES
from upheld.desk.queries.service_levels import least_attained, standing_policy
from upheld.foundation.values.rate import Rate
from upheld.measures.rules.statistics import HALF, quantile_of
from upheld.timekeeping.models import TimeEntry

LOOKED_AT = 500
"""The newest finished works of a function that are looked through for like ones."""

_P80 = Rate.percent(80)


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
