"""What an hour of a person costs, from what they cost in a year.

Burdened hourly cost = (salary + employer taxes + benefits + share of overhead) / available hours,
where available hours are what is left of the year after leave and holidays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import Money


@dataclass(frozen=True, slots=True)
class YearlyCost:
    """What somebody costs in a year from a day on; `available_seconds` are those of that year."""

    from_on: date
    salary: Money
    employer_taxes: Money
    benefits: Money
    overhead: Money
    available_seconds: int

    @property
    def whole(self) -> Money:
        """Give the cost of a year with everything in it."""
        return self.salary + self.employer_taxes + self.benefits + self.overhead

    @property
    def hourly(self) -> Hourly | None:
        """Give the burdened cost of an hour, half to even; None where no hours are available."""
        if self.available_seconds <= 0:
            return None
        return Hourly.spread_rounded(self.whole, self.available_seconds)


def in_force(costs: Iterable[YearlyCost], on: date) -> YearlyCost | None:
    """Give what holds on a day: the latest that has begun; None before the first."""
    begun = [cost for cost in costs if cost.from_on <= on]
    return max(begun, key=lambda cost: cost.from_on, default=None)
