"""Customers' labour by month: what was added up where that stands, the entries elsewhere."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.money.models import LabourMonth, LabourSum
from upheld.money.queries.costs import CostGroup, cost_groups, standing_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from upheld.money.queries.costs import Rates
    from upheld.timekeeping.models import TimeEntry


def month_groups(month: date, known: Rates) -> list[CostGroup]:
    """Add up a month's labour from its entries, by customer and kind."""
    return cost_groups(_of_customers([(month, _after(month))]), ("company_id", "item"), known)


def month_unrated(month: date, known: Rates) -> dict[int, int]:
    """Give the seconds of a month that are in no cost, by person, from its entries."""
    return _unrated([(month, _after(month))], known)


def unrated_seconds(start: date, end: date, months: Iterable[date], known: Rates) -> dict[int, int]:
    """Give the seconds for customers that are in no cost, by person, from a day to before another.

    `months` are the first days of the calendar months between. Two queries.
    """
    added_up = LabourMonth.objects.filter(first_day__in=_whole(start, end, months), stale=False)
    done, found = set(), Counter[int]()
    # By way of the months, for one in which everybody has a rate is added up too.
    for month, person_id, seconds in added_up.order_by().values_list(
        "first_day", "unrated__person_id", "unrated__seconds"
    ):
        done.add(month)
        if person_id is not None:
            found[person_id] += seconds
    rest = list(_stretches(start, end, done))
    return dict(found + Counter(_unrated(rest, known))) if rest else dict(found)


def _unrated(stretches: Iterable[tuple[date, date]], known: Rates) -> dict[int, int]:
    groups = cost_groups(_of_customers(stretches), ("person_id",), known)
    return {group.key[0]: group.unrated_seconds for group in groups if group.unrated_seconds}


def labour_groups(
    start: date, end: date, months: Iterable[date], company_id: int | None, known: Rates
) -> Iterator[CostGroup]:
    """Give labour by customer, month and kind (the key) from a day to before another.

    `months` are the first days of the calendar months between. Two queries for all customers, one
    for one of them, whose entries are few.
    """
    by = ("company_id", "month", "item")
    if company_id is not None:
        entries = _of_customers([(start, end)]).filter(company=company_id)
        yield from cost_groups(entries, by, known)
        return
    whole = _whole(start, end, months)
    summed = LabourSum.objects.filter(month__first_day__in=whole, month__stale=False)
    done = set()
    for of_company, month, item, cost, seconds, unrated in summed.values_list(
        "company_id", "month__first_day", "item", "cost_minor", "seconds", "unrated_seconds"
    ):
        done.add(month)
        yield CostGroup((of_company, month, item), cost, seconds, unrated)
    rest = list(_stretches(start, end, done))
    if rest:
        yield from cost_groups(_of_customers(rest), by, known)


def _whole(start: date, end: date, months: Iterable[date]) -> list[date]:
    """Give the months of which every day is asked for."""
    return [month for month in months if start <= month and _after(month) <= end]


def _stretches(start: date, end: date, done: set[date]) -> Iterator[tuple[date, date]]:
    """Give the half-open stretches of days of which nothing is added up."""
    begun = start
    for month in sorted(done):
        if begun < month:
            yield begun, month
        begun = _after(month)
    if begun < end:
        yield begun, end


def _of_customers(stretches: Iterable[tuple[date, date]]) -> QuerySet[TimeEntry]:
    within = Q()
    for start, end in stretches:
        within |= Q(worked_on__gte=start, worked_on__lt=end)
    return standing_time().filter(within, company__isnull=False)


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
