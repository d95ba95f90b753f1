"""Adding up the labour of months; housekeeping, for nothing is decided by it.

Profit of all customers would read every entry of time. So each month is added up by customer and
kind, and added up again only after something changed. Whoever changes time marks the customer's
month in the same transaction, and readers take the entries of what is marked. What changes the
cost of time that stands already (pay, rows from elsewhere) makes whole months stale.

A mark that is there is written to again, never left alone: so whoever writes it waits for a sum
that is just being made of what they changed, or is seen by it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.money.models import LabourMark, LabourMonth, LabourSum, UnratedSum
from upheld.money.queries.costs import cost_groups, rates
from upheld.money.queries.labour import of_months
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from upheld.money.queries.costs import Rates

REACH_MONTHS = 36
"""How far back months are added up; older ones are read from their entries."""

AT_ONCE = 500
"""So many customers' months are added up in one transaction, for whoever works meanwhile."""

_MARK = (
    'insert into "money_labourmark" ("provider_id", "version", "first_day", "company_id", "times")'
    " values (%s, 1, %s, %s, 1) on conflict"
    ' ("provider_id", "first_day", "company_id")'
    ' do update set "times" = "money_labourmark"."times" + 1'
)


def labour_changed(entries: Iterable[TimeEntry]) -> None:
    """Mark the months of these entries' customers; in the transaction that changed them."""
    # Always in this order, so that two who change the same do not wait for each other.
    marks = sorted(
        {
            (one.worked_on.replace(day=1), one.company_id)
            for one in entries
            if one.company_id is not None
        }
    )
    with connection.cursor() as cursor:
        for month, company_id in marks:
            cursor.execute(_MARK, [current_scope().provider_id, month, company_id])


def all_labour_changed(since: date = date.min) -> None:
    """Make every month stale from that of a day on: pay changed, or rows were imported."""
    since = since.replace(day=1)
    with bookkeeping():
        LabourMonth.objects.filter(first_day__gte=since, stale=False).update(stale=True)


def sum_labour(at: datetime) -> int:
    """Add up the months that are stale and what is marked; returns how many sums were made anew.

    Needs an open provider. Counts a whole month as one, and each customer's month as one.
    """
    zone = Provider.objects.only("zone").get(pk=current_scope().provider_id).tzinfo
    _make_known(at.astimezone(zone).date().replace(day=1))
    stale = LabourMonth.objects.filter(stale=True).order_by("first_day")
    months = list(stale.values_list("pk", flat=True))
    if not months and not LabourMark.objects.exists():
        return 0
    known = rates()
    for pk in months:
        _sum_month(pk, known, at)
    return len(months) + sum(_sum_marked(month, known) for month in _fresh_months())


def _fresh_months() -> list[date]:
    marked = LabourMark.objects.order_by().values("first_day")
    fresh = LabourMonth.objects.filter(stale=False, first_day__in=marked).order_by("first_day")
    return list(fresh.values_list("first_day", flat=True))


def _make_known(this_month: date) -> None:
    first = TimeEntry.objects.order_by("worked_on").values_list("worked_on", flat=True).first()
    if first is None:
        return
    reach = _months_before(this_month, REACH_MONTHS)
    month, wanted = max(first.replace(day=1), reach), []
    while month <= this_month:
        wanted.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    known = set(LabourMonth.objects.values_list("first_day", flat=True))
    with bookkeeping():
        for day in wanted:
            if day not in known:
                LabourMonth.objects.get_or_create(first_day=day)


def _months_before(month: date, count: int) -> date:
    years, rest = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, rest + 1, 1)


def _sum_month(pk: int, known: Rates, at: datetime) -> None:
    """Add up a whole month, with whatever of it is marked by now."""
    with transaction.atomic(), bookkeeping():
        month = LabourMonth.objects.select_for_update().get(pk=pk)
        marks = _held_marks(month.first_day)
        LabourSum.objects.filter(first_day=month.first_day).delete()
        UnratedSum.objects.filter(first_day=month.first_day).delete()
        _write_sums(month.first_day, None, known)
        LabourMark.objects.filter(pk__in=list(marks)).delete()
        month.change(stale=False, summed_at=at)


def _sum_marked(month: date, known: Rates) -> int:
    """Add up the customers' months that are marked, some at a time."""
    done = 0
    while True:
        with transaction.atomic(), bookkeeping():
            marks = _held_marks(month, AT_ONCE)
            companies = list(marks.values())
            LabourSum.objects.filter(first_day=month, company__in=companies).delete()
            UnratedSum.objects.filter(first_day=month, company__in=companies).delete()
            if companies:
                _write_sums(month, companies, known)
            LabourMark.objects.filter(pk__in=list(marks)).delete()
        done += len(marks)
        if len(marks) < AT_ONCE:
            return done


def _held_marks(month: date, most: int | None = None) -> dict[int, int]:
    """Hold marks of a month until the transaction ends: each with its customer."""
    rows = LabourMark.objects.select_for_update().filter(first_day=month).order_by("company")
    return dict(rows.values_list("pk", "company_id")[:most])


def _write_sums(month: date, companies: Collection[int] | None, known: Rates) -> None:
    entries = of_months([month])
    if companies is not None:
        entries = entries.filter(company__in=companies)
    LabourSum.objects.bulk_create(
        LabourSum(
            first_day=month, company_id=company_id, item=item, cost_minor=group.cost_minor,
            seconds=group.seconds, unrated_seconds=group.unrated_seconds,
        )
        for group in cost_groups(entries, ("company_id", "item"), known)
        for company_id, item in [group.key]
    )  # fmt: skip
    UnratedSum.objects.bulk_create(
        UnratedSum(
            first_day=month, company_id=company_id, person_id=person_id,
            seconds=group.unrated_seconds,
        )
        for group in cost_groups(entries, ("company_id", "person_id"), known)
        for company_id, person_id in [group.key]
        if group.unrated_seconds
    )  # fmt: skip
