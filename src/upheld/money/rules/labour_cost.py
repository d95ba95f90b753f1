"""What an hour of a person costs, and what the logged hours cost.

Burdened hourly cost = (salary + employer taxes + benefits + share of overhead) / available hours.
Available hours are what the person can really work, after leave and holidays, not 2,080.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import Money
from upheld.money.rules.dated import in_force


@dataclass(frozen=True, slots=True)
class PayTerms:
    """What a person costs in a year from a day on; `available_seconds` are those of that year.

    A person who no longer costs anything has terms of zero from that day, not no terms.
    """

    from_day: date
    salary: Money
    employer_taxes: Money
    benefits: Money
    overhead_share: Money
    available_seconds: int

    @property
    def yearly(self) -> Money:
        """Give the whole cost of a year."""
        return self.salary + self.employer_taxes + self.benefits + self.overhead_share


@dataclass(frozen=True, slots=True)
class TimeWorked:
    """Seconds that somebody worked on a day, in the zone of the provider."""

    person: str
    day: date
    seconds: int


@dataclass(frozen=True, slots=True)
class LabourCost:
    """What time cost, and the time that nobody knows the cost of.

    `seconds_without_rate` is never counted as nothing: a figure that shows `cost` shows it too.
    """

    cost: Money
    seconds_costed: int
    seconds_without_rate: int
    people_without_rate: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Say whether all time has a cost."""
        return self.seconds_without_rate == 0


def burdened_hourly(terms: PayTerms) -> Hourly | None:
    """Give the burdened cost of an hour, half to even; None where no hours are available."""
    if terms.available_seconds <= 0:
        return None
    return Hourly.spread_rounded(terms.yearly, terms.available_seconds)


def overhead_hourly(terms: PayTerms) -> Hourly | None:
    """Give the share of overhead in an hour, so that it can be read apart from the person."""
    if terms.available_seconds <= 0:
        return None
    return Hourly.spread_rounded(terms.overhead_share, terms.available_seconds)


def entry_cost(entry: TimeWorked, terms: Sequence[PayTerms]) -> Money | None:
    """Give the cost of one entry by the terms of its day, half to even; None without a rate.

    Each entry is rounded by itself, so that any grouping of entries adds up to the same total.
    """
    held = in_force(terms, entry.day)
    hourly = None if held is None else burdened_hourly(held)
    return None if hourly is None else hourly.cost_of_rounded(entry.seconds)


def labour_cost(
    entries: Iterable[TimeWorked], terms_of: Mapping[str, Sequence[PayTerms]], currency: str
) -> LabourCost:
    """Add up what entries cost, with the time that has no rate counted apart."""
    costs: list[Money] = []
    costed = missing = 0
    people: set[str] = set()
    for entry in entries:
        cost = entry_cost(entry, terms_of.get(entry.person, ()))
        if cost is None:
            missing += entry.seconds
            people.add(entry.person)
        else:
            costed += entry.seconds
            costs.append(cost)
    return LabourCost(Money.total(costs, currency), costed, missing, tuple(sorted(people)))
