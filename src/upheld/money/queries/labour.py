"""Customers' labour: what was added up by month where that stands, the entries elsewhere.

A customer's month that changed since it was added up is marked: its sum is taken out again and
its entries, which are few, are read instead.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import BigIntegerField, BooleanField, Exists, F, Q, Sum, Value

from upheld.money.models import LabourMark, LabourMonth, LabourSum, UnratedSum
from upheld.money.queries.costs import CostGroup, cost_groups, standing_time

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from upheld.foundation.tenancy.owned import Owned
    from upheld.money.queries.costs import Rates
    from upheld.timekeeping.models import TimeEntry

    Sums = TypeVar("Sums", bound=Owned)

_NO = Value(value=False, output_field=BooleanField())
_NOBODY = Value(0, output_field=BigIntegerField())
_COLUMNS = {"month": "first_day"}
"""What is called otherwise in sums than in entries."""


@dataclass(frozen=True, slots=True)
class Added:
    """Which part of a stretch of days is added up, and which is read from its entries.

    `marked` are the customers whose entries of a month that is added up are read all the same.
    """

    months: frozenset[date]
    marked: Mapping[date, Collection[int]]
    stretches: tuple[tuple[date, date], ...]
    companies: Collection[int] | None = None

    def within(self, months: Collection[date]) -> Added:
        """Give the same of some calendar months only, by their first days."""
        clipped = (
            (max(start, month), min(end, _after(month)))
            for start, end in self.stretches
            for month in months
        )
        return Added(
            self.months & frozenset(months),
            {month: whose for month, whose in self.marked.items() if month in months},
            tuple((start, end) for start, end in clipped if start < end),
            self.companies,
        )

    def of(self, companies: Collection[int]) -> Added:
        """Give the same of some customers only."""
        marked = {
            month: [one for one in whose if one in companies]
            for month, whose in self.marked.items()
        }
        kept = {month: whose for month, whose in marked.items() if whose}
        return Added(self.months, kept, self.stretches, companies)

    def sums(self, table: type[Sums]) -> QuerySet[Sums]:
        """Give the sums of the months, without those that are marked."""
        within, stale = Q(), Q()
        # As stretches: for a list of days SQLite reads the rows and not the index alone.
        for first, last in _runs(self.months):
            within |= Q(first_day__gte=first, first_day__lte=last)
        for month, companies in self.marked.items():
            stale |= Q(first_day=month, company__in=list(companies))
        rows = self._whose(table.objects.filter(within))
        return rows.exclude(stale) if stale else rows

    def entries(self) -> list[QuerySet[TimeEntry]]:
        """Give the entries to be read, as sets that share none."""
        found = [
            of_months([month]).filter(company__in=list(companies))
            for month, companies in self.marked.items()
        ]
        rest = [self._whose(_between(start, end)) for start, end in self.stretches]
        return [*found, *rest]

    def _whose(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if self.companies is None else rows.filter(company__in=list(self.companies))


def labour_groups(added: Added, by: Sequence[str], known: Rates) -> list[CostGroup]:
    """Add up labour by some of company_id, month and item: at most two queries."""
    columns = [_COLUMNS.get(one, one) for one in by]
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    if added.months:
        for *key, cost, seconds, unrated in (
            added.sums(LabourSum).order_by().values_list(*columns)
            .annotate(Sum("cost_minor"), Sum("seconds"), Sum("unrated_seconds"))
        ):  # fmt: skip
            _add(found[tuple(key)], int(cost), int(seconds), int(unrated))
    for group in cost_groups(added.entries(), by, known):
        _add(found[group.key], group.cost_minor, group.seconds, group.unrated_seconds)
    return [CostGroup(key, *sums) for key, sums in found.items()]


def unrated_seconds(added: Added, known: Rates) -> dict[int, int]:
    """Give the seconds for customers that are in no cost, by person: at most two queries."""
    found = defaultdict[int, int](int)
    if added.months:
        sums = added.sums(UnratedSum).order_by().values_list("person_id").annotate(Sum("seconds"))
        found.update((person_id, int(seconds)) for person_id, seconds in sums)
    for group in cost_groups(added.entries(), ("person_id",), known):
        found[group.key[0]] += group.unrated_seconds
    return {person_id: seconds for person_id, seconds in found.items() if seconds}


def of_months(months: Collection[date]) -> QuerySet[TimeEntry]:
    """Give the entries of some months, by their first days, that are for customers."""
    within = Q()
    for month in months:
        within |= Q(worked_on__gte=month, worked_on__lt=_after(month))
    return standing_time().filter(within, company__isnull=False)


def added_up(start: date, end: date) -> Added:
    """Tell what of a stretch of days is added up, for all customers: one query."""
    first, last = start.replace(day=1), (end - timedelta(days=1)).replace(day=1)
    within = Q(first_day__gte=first, first_day__lte=last)
    fresh = LabourMonth.objects.filter(within, stale=False).annotate(
        before=_some(first, start), behind=_some(end, _after(last)), whose=_NOBODY
    )
    marks = LabourMark.objects.filter(within).annotate(before=_NO, behind=_NO, whose=F("company"))
    columns = ("first_day", "before", "behind", "whose")
    both = (
        fresh.order_by()
        .values_list(*columns)
        .union(marks.order_by().values_list(*columns), all=True)
    )
    months, marked = set[date](), defaultdict[date, list[int]](list)
    for month, before, behind, whose in both:
        if whose:
            marked[month].append(whose)
        elif not (month == first and before) and not (month == last and behind):
            months.add(month)
    kept = {month: whose for month, whose in marked.items() if month in months}
    return Added(frozenset(months), kept, tuple(_stretches(start, end, months)))


def entered(start: date, end: date, company_id: int) -> Added:
    """Read one customer's entries as they are, which are few; no query."""
    return Added(frozenset(), {}, ((start, end),), (company_id,))


def _some(start: date, end: date) -> Exists | Value:
    """Tell whether anything was worked in a part of a month that is not asked for.

    Of the present month's days to come there is nothing, so all of it is what is asked for.
    """
    if start >= end:
        return _NO
    return Exists(standing_time().filter(worked_on__gte=start, worked_on__lt=end))


def _add(sums: list[int], *amounts: int) -> None:
    for place, amount in enumerate(amounts):
        sums[place] += amount


def _between(start: date, end: date) -> QuerySet[TimeEntry]:
    rows = standing_time().filter(worked_on__gte=start, worked_on__lt=end)
    return rows.filter(company__isnull=False)


def _stretches(start: date, end: date, done: Collection[date]) -> Iterator[tuple[date, date]]:
    """Give the half-open stretches of days of which nothing is added up."""
    begun = start
    for month in sorted(done):
        if begun < month:
            yield begun, month
        begun = max(begun, _after(month))
    if begun < end:
        yield begun, end


def _runs(months: Collection[date]) -> list[tuple[date, date]]:
    """Give the first and the last of each run of months that follow each other."""
    runs: list[tuple[date, date]] = []
    for month in sorted(months):
        if runs and _after(runs[-1][1]) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
