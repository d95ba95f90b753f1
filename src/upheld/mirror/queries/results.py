"""The result and who made it: profit by month, by customer, by deal, and what moved the margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.ui.filters import money, percent, rounded
from upheld.foundation.ui.shapes import Chart, Stat
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.measures.rules.spans import USUAL
from upheld.mirror.rules.contributors import MarginChange, Part, margin_change
from upheld.mirror.rules.quadrants import Quadrant, Strength, quadrant, quadrant_words
from upheld.mirror.rules.steadiness import SteadinessReading, growth_by_month, steadiness_of
from upheld.money.queries.costs import rates
from upheld.money.queries.deals import deal_profits
from upheld.money.queries.pages import month_chart
from upheld.money.queries.profit import months_back, profits, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from upheld.agreements.models import Agreement
    from upheld.foundation.models import Provider
    from upheld.measures.models import MeasurePoint
    from upheld.money.queries.costs import Rates
    from upheld.money.queries.profit import Profits
    from upheld.money.rules.profit import ProfitStatement

SHOWN = 6
MONTHS = 12
QUARTER = 3
KEEPS_FROM = Rate.percent(90)
SELLS_FROM = Rate.percent(40)
"""From where a firm counts as keeping what it says, and as strong in selling: our own marks."""


@dataclass(frozen=True, slots=True)
class Earner:
    """A customer with what is left of them over a year."""

    name: str
    url: str
    statement: ProfitStatement


@dataclass(frozen=True, slots=True)
class DealResult:
    """A signed deal with its profit from first touch to now."""

    title: str
    company: str
    url: str
    statement: ProfitStatement


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer that moved the margin, and by how much money of it."""

    name: str
    url: str
    effect: Money
    profit_change: Money


@dataclass(frozen=True, slots=True)
class Growth:
    """How revenue grew from month to month: the mean, the least and the most."""

    mean: Rate
    least: Rate
    most: Rate


@dataclass(frozen=True, slots=True)
class Results:
    """The result of twelve months, this one counted in, and of the last quarter against before."""

    total: ProfitStatement
    stats: tuple[Stat, ...]
    chart: Chart
    worst: tuple[Earner, ...]
    best: tuple[Earner, ...]
    most: int
    deals: tuple[DealResult, ...]
    steadiness: SteadinessReading
    growth: Growth | None
    change: MarginChange | None
    movers: tuple[Mover, ...]
    quarters: tuple[str, str]
    where: Quadrant
    where_words: str
    sells_from: Rate = SELLS_FROM
    keeps_from: Rate = KEEPS_FROM


def results(
    provider: Provider,
    at: datetime,
    say_do: Sequence[MeasurePoint],
    win_rate: Sequence[MeasurePoint],
) -> Results:
    """Read the result: ten queries."""
    today = at.astimezone(provider.tzinfo).date()
    known = rates()
    found = profits(months_back(today, MONTHS), known=known, currency=provider.currency)
    tallies = found.by_company()
    ranked = sorted(tallies, key=lambda pk: (tallies[pk].profit, pk))
    worst, best = ranked[:SHOWN], ranked[: -SHOWN - 1 : -1] if len(ranked) > SHOWN else []
    complete = found.days.months()[:-1]
    months = found.by_month()
    change = _margin_moved(found, complete)
    moved = change.contributors[:SHOWN] if change else ()
    names = _names({*worst, *best, *(int(one.key) for one in moved)})
    place = quadrant(Strength(_lately(win_rate), SELLS_FROM), Strength(_lately(say_do), KEEPS_FROM))
    total = summed(tallies.values(), found.currency)
    return Results(
        total=total,
        stats=_stats(total, [months[month] for month in found.days.months()]),
        chart=month_chart(months, found.currency, _month_urls(found.days.months())),
        worst=tuple(Earner(*names[pk], tallies[pk].statement(found.currency)) for pk in worst),
        best=tuple(Earner(*names[pk], tallies[pk].statement(found.currency)) for pk in best),
        most=max((abs(one.profit) for one in tallies.values()), default=0),
        deals=_deals(found, known),
        steadiness=steadiness_of([months[month].profit.minor for month in complete]),
        growth=_growth([months[month].revenue for month in complete]),
        change=change,
        movers=tuple(Mover(*names[int(one.key)], one.effect, one.profit_change) for one in moved),
        quarters=_quarters(complete),
        where=place,
        where_words=quadrant_words(place),
    )


def _names(company_ids: set[int]) -> dict[int, tuple[str, str]]:
    rows = Company.objects.filter(pk__in=company_ids).values_list("pk", "name", "number")
    return {pk: (name, reverse("customer-profit", args=[number])) for pk, name, number in rows}


def _stats(total: ProfitStatement, months: Sequence[ProfitStatement]) -> tuple[Stat, ...]:
    url = reverse("customer-profits")
    over = "in twelve months"
    hourly = total.effective_hourly
    margins = [None if one.margin is None else one.margin.ppm for one in months]
    return (
        Stat("Profit", rounded(total.profit), url=url, note=over,
             spark=[one.profit.minor for one in months]),
        Stat("Revenue", rounded(total.revenue), url=reverse("money"),
             note=f"earned {over}", spark=[one.revenue.minor for one in months]),
        Stat("Margin", percent(total.margin), url=f"{url}?order=margin", note="of revenue",
             spark=margins),
        Stat("An hour worked earns", money(hourly.per_hour, cents=False) if hourly else "–",
             url=f"{url}?order=hourly", note="revenue over all hours"),
    )  # fmt: skip


def _deals(found: Profits, known: Rates) -> tuple[DealResult, ...]:
    """Work out the newest signatures' profit, each from its first touch."""
    newest: list[Agreement] = sorted(found.agreements, key=lambda one: -one.pk)[:SHOWN]
    statements = deal_profits(
        [one.deal_id for one in newest], found.days.end,
        agreements=newest, known=known, currency=found.currency,
    )  # fmt: skip
    return tuple(
        DealResult(
            one.title, one.company.name, reverse("deal-profit", args=[one.deal.number]),
            statements[one.deal_id],
        )
        for one in newest
    )  # fmt: skip


def _margin_moved(found: Profits, complete: Sequence[date]) -> MarginChange | None:
    """Set the last three whole months against the three before, customer by customer."""
    if len(complete) < 2 * QUARTER:
        return None
    before, after = (
        {
            str(pk): Part(Money(one.revenue, found.currency), Money(one.cost, found.currency))
            for pk, one in found.by_company(months).items()
        }
        for months in (complete[-2 * QUARTER : -QUARTER], complete[-QUARTER:])
    )
    return margin_change(before, after, found.currency)


def _growth(revenue: Sequence[Money]) -> Growth | None:
    steps = growth_by_month(revenue)
    if not steps:
        return None
    return Growth(Rate(sum(steps) // len(steps)), Rate(min(steps)), Rate(max(steps)))


def _quarters(complete: Sequence[date]) -> tuple[str, str]:
    """Name the two quarters that are compared, such as "Mar to May"."""
    if len(complete) < 2 * QUARTER:
        return "", ""
    before, after = complete[-2 * QUARTER : -QUARTER], complete[-QUARTER:]
    return f"{before[0]:%b} to {before[-1]:%b}", f"{after[0]:%b} to {after[-1]:%b}"


def _lately(points: Iterable[MeasurePoint]) -> Rate | None:
    value = next((point.value for point in points if point.covers == USUAL), None)
    return None if value is None else Rate(value)


def _month_urls(months: Iterable[date]) -> list[str]:
    address = reverse("customer-profits")
    return [f"{address}?months={month:%Y-%m}" for month in months]
