"""True profit of customers, and what is left of each unit that they pay.

The rows behind both are the customers themselves, so neither is broken down by customer again;
both can be narrowed to one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import today
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.figure import Figure, Lack, Method, lacking
from upheld.measures.rules.units import Unit
from upheld.money.may import May
from upheld.money.queries.profit import Days, Profits, profits, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from upheld.money.rules.profit import ProfitStatement


def customer_profit(ask: Ask) -> Figure:
    """Give what is left of all customers (or of one): minor units. `n` counts customers."""
    return _profit(*_together(ask))


def customer_margin(ask: Ask) -> Figure:
    """Give profit as a share of revenue: parts per million."""
    return _margin(*_together(ask))


def customer_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the customers behind the figure, the least profitable first."""
    found = _found(ask)
    tallies = found.by_company()
    start = int(after) + 1 if after.isdecimal() else 0
    ranked = sorted(tallies, key=lambda pk: (tallies[pk].profit, pk))[start : start + limit]
    subjects = _subjects(ranked)
    return [
        _row(place, subjects[pk], tallies[pk].statement(found.currency))
        for place, pk in enumerate(ranked, start)
    ]


def _row(place: int, subject: Subject, one: ProfitStatement) -> MeasureRow:
    missing = one.seconds_without_rate
    return MeasureRow(
        after=str(place),
        title=subject.title,
        url=subject.url,
        value=one.profit.minor,
        said=f"{one.revenue.written()} earned, {one.cost.written()} cost",
        detail=f"{missing // 60} minutes without a rate" if missing else "",
        tone="bad" if one.profit.is_negative else "good",
    )


def _profit(statement: ProfitStatement, customers: int) -> Figure:
    if not customers:
        return lacking(Lack.TOO_FEW, 0, 1, Method.COUNTED)
    return Figure(n=customers, least=1, method=Method.COUNTED, value=statement.profit.minor)


def _margin(statement: ProfitStatement, customers: int) -> Figure:
    if not customers:
        return lacking(Lack.TOO_FEW, 0, 1, Method.COUNTED)
    if statement.margin is None:
        return lacking(Lack.NOTHING_TO_DIVIDE_BY, customers, 1, Method.COUNTED)
    return Figure(n=customers, least=1, method=Method.COUNTED, value=statement.margin.ppm)


def _together(ask: Ask) -> tuple[ProfitStatement, int]:
    """Give what is left of all customers together, and how many they are."""
    found = _found(ask)
    tallies = found.by_company()
    return summed(tallies.values(), found.currency), len(tallies)


def _by_company(ask: Ask) -> list[tuple[Subject, ProfitStatement]]:
    found = _found(ask)
    tallies = found.by_company()
    subjects = _subjects(tallies)
    lines = [(subjects[pk], one.statement(found.currency)) for pk, one in tallies.items()]
    return sorted(lines, key=lambda one: (one[1].profit.minor, one[0].title))


def _subjects(companies: Iterable[int]) -> dict[int, Subject]:
    rows = Company.objects.filter(pk__in=list(companies)).values_list("pk", "name", "number")
    return {
        pk: Subject(pk, name, reverse("customer-profit", args=[number]))
        for pk, name, number in rows
    }


def _found(ask: Ask) -> Profits:
    provider = Provider.objects.get(pk=current_scope().provider_id)
    only = ask.only.get("company")
    return profits(
        days_of(ask, provider.zone),
        None if only is None else int(only),
        currency=provider.currency,
    )


def days_of(ask: Ask, zone: str) -> Days:
    """Give the days in a zone that a period touches, up to the day of asking."""
    last = min(ask.period.end, ask.at) - timedelta(microseconds=1)
    start: date = today(ask.period.start, zone)
    return Days(start, max(start, today(last, zone) + timedelta(days=1)))


_SOURCE = (
    "Accepted deliverables, what recurs by day, and every standing hour at its burdened cost on "
    "its day, with commission on the day that it accrued."
)

MEASURES: tuple[Measure, ...] = (
    Measure(
        key="customer_profit",
        title="True profit of customers",
        formula_in_words="All that was earned less all that it cost: work before a signature, "
        "complaints and work given away included.",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        breakdowns=("company",),
        source=_SOURCE,
        figure=customer_profit,
        rows=customer_rows,
        capability=May.SEE_COST,
        tidbits=("Hours without a rate are in no cost; they are counted beside it.",),
        group="Money",
        unit_of_n="customers",
    ),
    Measure(
        key="customer_margin",
        title="True margin of customers",
        formula_in_words="What is left of all that was earned, as a share of it.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("company",),
        source=_SOURCE,
        figure=customer_margin,
        rows=customer_rows,
        capability=May.SEE_COST,
        tidbits=("Overhead is in the cost of an hour, not apart.",),
        group="Money",
        unit_of_n="customers",
    ),
)
