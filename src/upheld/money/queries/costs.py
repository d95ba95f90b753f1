"""What worked hours cost: each by the pay in force on its day, none without a rate left out.

Cost is worked out over groups of entries of one person, one rate and one length, so that it equals
the sum over single entries to the last minor unit (each is rounded by itself) and stays quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from upheld.foundation.values.money import Money
from upheld.money.rules.dated import in_force
from upheld.money.rules.labour_cost import PayTerms, burdened_hourly
from upheld.people.models import PayRate
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.values.hourly import Hourly


@dataclass(frozen=True, slots=True)
class CostGroup:
    """Time of one kind with its cost; `unrated_seconds` have no known cost and are in no sum."""

    key: tuple[Any, ...]
    cost_minor: int
    seconds: int
    unrated_seconds: int


@dataclass(frozen=True, slots=True)
class Rates:
    """Everybody's burdened hourly cost, by the day it holds from."""

    terms: Mapping[int, tuple[PayTerms, ...]]

    def on(self, person_id: int, day: date) -> Hourly | None:
        """Give what an hour of a person cost on a day; None where nobody knows."""
        held = in_force(self.terms.get(person_id, ()), day)
        return None if held is None else burdened_hourly(held)

    def changes(self) -> list[date]:
        """Give the days on which anybody's rate changes, in order."""
        return sorted({term.from_day for terms in self.terms.values() for term in terms})


def rates() -> Rates:
    """Read everybody's pay: one query."""
    found: dict[int, list[PayTerms]] = defaultdict(list)
    for row in PayRate.objects.order_by("from_on", "pk"):
        found[row.person_id].append(
            PayTerms(
                from_day=row.from_on,
                salary=Money(row.salary_minor, row.currency),
                employer_taxes=Money(row.employer_taxes_minor, row.currency),
                benefits=Money(row.benefits_minor, row.currency),
                overhead_share=Money(row.overhead_minor, row.currency),
                available_seconds=row.available_seconds,
            )
        )
    return Rates({person: tuple(terms) for person, terms in found.items()})


def standing_time(entries: QuerySet[TimeEntry] | None = None) -> QuerySet[TimeEntry]:
    """Give the entries that count: those neither undone nor corrected."""
    rows = TimeEntry.objects.all() if entries is None else entries
    return rows.filter(void=False)


def cost_groups(
    entries: QuerySet[TimeEntry], by: Iterable[str], known: Rates | None = None
) -> list[CostGroup]:
    """Add up what entries cost, grouped by columns of the entry (and `month`).

    Groups by person, rate period and length in the database, so that any grouping adds up to the
    same total. Two queries at the most.
    """
    known = known or rates()
    keys = list(by)
    rows = entries.annotate(month=TruncMonth("worked_on")) if "month" in keys else entries
    rows = rows.order_by()
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for since, until in _spans(known.changes()):
        within = rows
        if since is not None:
            within = within.filter(worked_on__gte=since)
        if until is not None:
            within = within.filter(worked_on__lt=until)
        grouped = within.values_list("person_id", "seconds", *keys).annotate(n=Count("pk"))
        for person_id, seconds, *rest in grouped:
            *key, n = rest
            hourly = known.on(person_id, since) if since is not None else None
            total = sums[tuple(key)]
            total[1] += seconds * n
            if hourly is None:
                total[2] += seconds * n
            else:
                total[0] += hourly.cost_of_rounded(seconds).minor * n
    return [CostGroup(key, *total) for key, total in sums.items()]


def total_cost(entries: QuerySet[TimeEntry], known: Rates | None = None) -> CostGroup:
    """Add up what entries cost in all."""
    found = cost_groups(entries, (), known)
    return found[0] if found else CostGroup((), 0, 0, 0)


def _spans(changes: list[date]) -> list[tuple[date | None, date | None]]:
    """Cut time at every change of a rate, so that each piece has one rate per person."""
    edges: list[date | None] = [None, *changes, None]
    return list(pairwise(edges))
