"""What people cost. Nothing here checks a right: whoever calls it answers for who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.values.money import Money
from upheld.people.models import PayRate
from upheld.people.rules.cost import YearlyCost, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from upheld.people.models import Person


def pay_of(person: Person) -> tuple[YearlyCost, ...]:
    """Give what somebody cost over time, the latest first: one query."""
    rows = PayRate.objects.filter(person=person).order_by("-from_on")
    return tuple(_cost(row) for row in rows)


def burdened_rate(person: Person, on: date) -> Money | None:
    """Give what an hour of somebody costs on a day; None when nobody entered it."""
    held = in_force(pay_of(person), on)
    hourly = held.hourly if held else None
    return hourly.per_hour if hourly else None


def burdened_rates(people: Iterable[Person], on: date) -> dict[int, Money]:
    """Give what an hour of each of some people costs on a day, by their ids: one query."""
    known: dict[int, list[YearlyCost]] = {}
    for row in PayRate.objects.filter(person__in=list(people), from_on__lte=on):
        known.setdefault(row.person_id, []).append(_cost(row))
    found = {pk: in_force(costs, on) for pk, costs in known.items()}
    hourly = {pk: held.hourly for pk, held in found.items() if held is not None}
    return {pk: rate.per_hour for pk, rate in hourly.items() if rate is not None}


def _cost(row: PayRate) -> YearlyCost:
    return YearlyCost(
        from_on=row.from_on,
        salary=Money(row.salary_minor, row.currency),
        employer_taxes=Money(row.employer_taxes_minor, row.currency),
        benefits=Money(row.benefits_minor, row.currency),
        overhead=Money(row.overhead_minor, row.currency),
        available_seconds=row.available_seconds,
    )
