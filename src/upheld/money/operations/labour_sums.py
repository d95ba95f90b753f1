"""Adding up the labour of months that are over; housekeeping, for nothing is decided by it.

Profit of all customers reads every entry of time. A month that is over rarely changes, so its
entries are added up once, and again only after one of them changed. Whoever changes time, pay or
the kind of work says so here in the same transaction; a stale month is read from its entries.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.money.models import LabourMonth, LabourSum, UnratedSum
from upheld.money.queries.costs import rates
from upheld.money.queries.labour import month_groups, month_unrated
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

REACH_MONTHS = 36
"""How far back months are added up; older ones are read from their entries."""

LONGEST_CHANGE = timedelta(minutes=10)
"""Nothing takes longer: a change that began before a month was known may not have marked it."""


def labour_changed(days: Iterable[date]) -> None:
    """Mark the months of these days as stale; inside the operation that changed their labour."""
    months = {day.replace(day=1) for day in days}
    with bookkeeping():
        LabourMonth.objects.filter(first_day__in=months, stale=False).update(stale=True)


def all_labour_changed(since: date = date.min) -> None:
    """Mark every month from that of a day on as stale: pay changed, or rows were imported."""
    since = since.replace(day=1)
    with bookkeeping():
        LabourMonth.objects.filter(first_day__gte=since, stale=False).update(stale=True)


def sum_labour(at: datetime, *, settled: bool = False) -> int:
    """Add up the labour of the months that are over and stale; returns how many that were.

    Needs an open provider. A month is made known first and added up from ten minutes later on,
    unless nothing else can be running (`settled`).
    """
    zone = Provider.objects.only("zone").get(pk=current_scope().provider_id).tzinfo
    _make_known(at.astimezone(zone).date().replace(day=1), at)
    before = at if settled else at - LONGEST_CHANGE
    stale = LabourMonth.objects.filter(stale=True, known_since__lte=before).order_by("first_day")
    months = list(stale.values_list("pk", flat=True))
    for pk in months:
        _sum_month(pk, at)
    return len(months)


def _make_known(this_month: date, at: datetime) -> None:
    first = TimeEntry.objects.order_by("worked_on").values_list("worked_on", flat=True).first()
    if first is None:
        return
    reach = _months_before(this_month, REACH_MONTHS)
    month, wanted = max(first.replace(day=1), reach), []
    while month < this_month:
        wanted.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    known = set(LabourMonth.objects.values_list("first_day", flat=True))
    with bookkeeping():
        for day in wanted:
            if day not in known:
                LabourMonth.objects.get_or_create(first_day=day, defaults={"known_since": at})


def _months_before(month: date, count: int) -> date:
    years, rest = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, rest + 1, 1)


def _sum_month(pk: int, at: datetime) -> None:
    # The row stays locked meanwhile, so that a change made now marks it after this is written.
    with transaction.atomic(), bookkeeping():
        month = LabourMonth.objects.select_for_update().get(pk=pk)
        known = rates()
        groups = month_groups(month.first_day, known)
        unrated = month_unrated(month.first_day, known)
        LabourSum.objects.filter(month=month).delete()
        UnratedSum.objects.filter(month=month).delete()
        UnratedSum.objects.bulk_create(
            UnratedSum(month=month, person_id=person_id, seconds=seconds)
            for person_id, seconds in unrated.items()
        )
        LabourSum.objects.bulk_create(
            LabourSum(
                month=month, company_id=company_id, item=item, cost_minor=group.cost_minor,
                seconds=group.seconds, unrated_seconds=group.unrated_seconds,
            )
            for group in groups
            for company_id, item in [group.key]
        )  # fmt: skip
        month.change(stale=False, summed_at=at)
