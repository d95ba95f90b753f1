"""What people cost, from a day on; never applied backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import PayRate

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.money import Money
    from upheld.people.models import Person


@operation(May.MANAGE_PAY)
def set_pay(
    *,
    person: Person,
    from_on: date,
    salary: Money,
    employer_taxes: Money,
    benefits: Money,
    overhead: Money,
    available_seconds: int,
    by: Actor,
    at: datetime,
) -> PayRate:
    """Enter what a person costs in a year from a day until the next entry.

    The record says that pay was set and from when, not how much: the amounts are kept in the row
    alone, behind its own right. Refuses with: invalid_input, pay_known.
    """
    del by, at
    _require_amounts(
        salary=salary, employer_taxes=employer_taxes, benefits=benefits, overhead=overhead
    )
    if available_seconds <= 0:
        raise invalid(available_seconds="Enter the hours that they can work in a year.")
    if PayRate.objects.filter(person=person, from_on=from_on).exists():
        raise Refused(
            "pay_known",
            f"Pay from {from_on} has been entered already.",
            remedy="Enter a new row from another day.",
        )
    rate = PayRate(
        person=person,
        from_on=from_on,
        currency=salary.currency,
        salary_minor=salary.minor,
        employer_taxes_minor=employer_taxes.minor,
        benefits_minor=benefits.minor,
        overhead_minor=overhead.minor,
        available_seconds=available_seconds,
    )
    rate.save()
    record(Event.PAY_SET, person, from_on=from_on)
    return rate


def _require_amounts(**amounts: Money) -> None:
    if len({one.currency for one in amounts.values()}) > 1:
        raise invalid(salary="Enter all amounts in one currency.")
    below = {name: "An amount is not below zero." for name, one in amounts.items() if one.minor < 0}
    if below:
        raise invalid(**below)
