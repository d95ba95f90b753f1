"""The proof that months that were added up say what their entries say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.money.models import LabourMark, LabourMonth, LabourSum, UnratedSum
from upheld.money.queries.costs import cost_groups, rates
from upheld.money.queries.labour import of_months

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from upheld.money.queries.costs import Rates

Parts = set[tuple[Any, ...]]
"""All that is said of a month: customer, kind or person, minor units and seconds."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How many months were proved, and the customers' months that say something else."""

    months: int
    wrong: tuple[tuple[date, int], ...]


def prove_labour(since: date | None = None) -> Proof:
    """Add up again what is added up, from the month of a day on, and compare: four queries a month.

    Needs an open provider. Whoever logs time meanwhile is no fault: what differs is looked at once
    more, and what is marked to be added up again is nobody's claim.
    """
    rows = LabourMonth.objects.filter(stale=False).order_by("first_day")
    if since is not None:
        rows = rows.filter(first_day__gte=since.replace(day=1))
    months = list(rows.values_list("first_day", flat=True))
    known = rates()
    wrong = [(month, company) for month in months for company in _wrong_of(month, known)]
    return Proof(len(months), tuple(wrong))


def _wrong_of(month: date, known: Rates) -> list[int]:
    suspects = _differing(month, known, None)
    if not suspects:
        return []
    again = _differing(month, known, suspects)
    marked = LabourMark.objects.filter(first_day=month, company__in=list(again))
    standing = LabourMonth.objects.filter(first_day=month, stale=False).exists()
    return sorted(again - set(marked.values_list("company_id", flat=True))) if standing else []


def _differing(month: date, known: Rates, companies: Collection[int] | None) -> set[int]:
    return {part[0] for part in _said(month, companies) ^ _worked_out(month, known, companies)}


def _said(month: date, companies: Collection[int] | None) -> Parts:
    """Read what was added up."""
    sums, unrated = (table.objects.filter(first_day=month) for table in (LabourSum, UnratedSum))
    if companies is not None:
        sums, unrated = (one.filter(company__in=list(companies)) for one in (sums, unrated))
    columns = ("company_id", "item", "cost_minor", "seconds", "unrated_seconds")
    return {
        *sums.order_by().values_list(*columns),
        *unrated.order_by().values_list("company_id", "person_id", "seconds"),
    }


def _worked_out(month: date, known: Rates, companies: Collection[int] | None) -> Parts:
    """Add up the entries themselves."""
    entries = of_months([month])
    if companies is not None:
        entries = entries.filter(company__in=list(companies))
    by_item = cost_groups(entries, ("company_id", "item"), known)
    by_person = cost_groups(entries, ("company_id", "person_id"), known)
    return {
        *((*one.key, one.cost_minor, one.seconds, one.unrated_seconds) for one in by_item),
        *((*one.key, one.unrated_seconds) for one in by_person if one.unrated_seconds),
    }
