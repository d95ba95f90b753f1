"""The pages of profit: of every customer, of one, and of a deal, each down to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.agreements.models import Agreement
from upheld.customers.models import Company
from upheld.foundation.models import Provider
from upheld.foundation.ui.filters import hours, money, percent, rounded
from upheld.foundation.ui.shapes import Chart, Series, Stat, Tab
from upheld.money.queries.causes import (
    ITEM_TITLES,
    Cause,
    Earning,
    earnings,
    labour_causes,
    shares_of,
)
from upheld.money.queries.costs import rates
from upheld.money.queries.deals import deal_profits, time_on, works_of
from upheld.money.queries.profit import Days, months_back, next_month, profits, summed
from upheld.money.queries.ranking import ranked_customers
from upheld.money.rules.profit import LABOUR, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.money import Money
    from upheld.money.models import CommissionAccrual
    from upheld.money.rules.profit import ProfitStatement
    from upheld.selling.models import Deal

SPANS: Mapping[str, tuple[str, int]] = {
    "": ("12 months", 12),
    "3": ("3 months", 3),
    "6": ("6 months", 6),
    "24": ("2 years", 24),
}
"""What may be asked for, by the address: its title, and how many months up to today."""
SHOWN = 50
"""Customers on one page."""
LONG_AGO = date(2000, 1, 1)
FAR_AHEAD = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class CustomerProfit:
    """A customer with what is left of them."""

    company: Company
    statement: ProfitStatement
    url: str
    spark: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CustomersPage:
    """Every customer's true profit, the least first or by whatever was asked."""

    days: Days
    lines: tuple[CustomerProfit, ...]
    total: ProfitStatement
    stats: tuple[Stat, ...]
    spans: tuple[Tab, ...]
    most: int
    """The largest profit or loss, for the bars."""
    count: int
    first: int
    """The place of the first line among all of them, counted from nothing."""

    @property
    def after(self) -> int | None:
        """Give the place from which the next ones are shown; None after the last."""
        place = self.first + len(self.lines)
        return place if place < self.count else None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of a statement, with the address of its rows."""

    title: str
    amount: Money
    is_cost: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProfitPage:
    """A profit and all that it is made of."""

    days: Days
    statement: ProfitStatement
    stats: tuple[Stat, ...]
    lines: tuple[ItemLine, ...]
    causes: tuple[Cause, ...]
    earnings: tuple[Earning, ...]
    shares: tuple[CommissionAccrual, ...]
    chart: Chart | None = None
    spans: tuple[Tab, ...] = ()


def customers_page(
    actor: Actor, at: datetime, span: str = "", order: str = "", first: int = 0, most: int = SHOWN
) -> CustomersPage:
    """Read customers' profit over some months, so many from a place on: at most sixteen queries.

    All of them are tallied and put in order; statements are made of those that are shown.
    """
    days = _days(actor, at, span)
    found = profits(days)
    tallies = found.by_company()
    ranked = ranked_customers(tallies, order)
    first = min(first, max(len(ranked) - 1, 0))
    companies = Company.objects.in_bulk(ranked[first : first + most])
    courses = found.courses(companies)
    months = days.months()
    lines = tuple(
        CustomerProfit(
            companies[pk],
            tallies[pk].statement(found.currency),
            _with(reverse("customer-profit", args=[companies[pk].number]), span),
            tuple(courses[pk].get(month, 0) for month in months),
        )
        for pk in ranked[first : first + most]
    )
    total = summed(tallies.values(), found.currency)
    return CustomersPage(
        days=days,
        lines=lines,
        total=total,
        stats=_stats(total),
        spans=_spans(reverse("customer-profits"), span),
        most=max((abs(one.profit) for one in tallies.values()), default=0),
        count=len(ranked),
        first=first,
    )


def customer_page(company: Company, actor: Actor, at: datetime, span: str = "") -> ProfitPage:
    """Read one customer's profit and its causes: thirteen queries."""
    days = _days(actor, at, span)
    known = rates()
    found = profits(days, company.pk, known)
    statement = found.total()
    only = Q(company=company)
    return ProfitPage(
        days=days,
        statement=statement,
        stats=_stats(statement),
        lines=_lines(statement, f"company={company.pk}"),
        causes=labour_causes([only], days, found.currency, known),
        earnings=earnings(only, found.agreements, days, found.currency),
        shares=shares_of(found.agreements, days),
        chart=month_chart(found.by_month(), found.currency, _month_urls(company, days)),
        spans=_spans(reverse("customer-profit", args=[company.number]), span),
    )


def deal_page(deal: Deal, actor: Actor, at: datetime) -> ProfitPage:
    """Read one deal's profit from first touch to today, and its causes: thirteen queries."""
    provider = Provider.objects.get(pk=actor.provider_id)
    days = Days(LONG_AGO, at.astimezone(provider.tzinfo).date() + timedelta(days=1))
    known = rates()
    agreements = list(Agreement.objects.filter(deal=deal))
    statement = deal_profits(
        [deal.pk], days.end, agreements=agreements, known=known, currency=provider.currency
    )[deal.pk]
    works = list(works_of(one.pk for one in agreements))
    mine = time_on([deal.pk], works)
    return ProfitPage(
        days=days,
        statement=statement,
        stats=_stats(statement),
        lines=_lines(statement, ""),
        causes=labour_causes(mine, days, provider.currency, known),
        earnings=earnings(Q(agreement__in=agreements), agreements, days, provider.currency),
        shares=shares_of(agreements, days),
    )


def month_chart(
    months: Mapping[date, ProfitStatement], currency: str, urls: Iterable[str] = ()
) -> Chart:
    """Draw revenue, cost and profit by month."""
    return Chart(
        "bar",
        [f"{month:%b %Y}" for month in months],
        [
            Series("Revenue", [one.revenue.minor for one in months.values()], "neutral"),
            Series("Cost", [one.cost.minor for one in months.values()], "warn"),
            Series("Profit", [one.profit.minor for one in months.values()], "accent"),
        ],
        form="money",
        currency=currency,
        urls=tuple(urls),
    )


def _days(actor: Actor, at: datetime, span: str) -> Days:
    """Give the days that an address asks for: some months up to today, or one month."""
    provider = Provider.objects.get(pk=actor.provider_id)
    today = at.astimezone(provider.tzinfo).date()
    month = _month_named(span)
    if month is not None:
        return Days(month, min(next_month(month), today + timedelta(days=1)))
    _title, months = SPANS.get(span, SPANS[""])
    return months_back(today, months)


def _month_named(span: str) -> date | None:
    try:
        found = date.fromisoformat(f"{span}-01") if len(span) == len("2026-03") else None
    except ValueError:
        return None
    return found if found and LONG_AGO <= found <= FAR_AHEAD else None


def _month_urls(company: Company, days: Days) -> list[str]:
    address = reverse("customer-profit", args=[company.number])
    return [_with(address, f"{month:%Y-%m}") for month in days.months()]


def _stats(found: ProfitStatement) -> tuple[Stat, ...]:
    unrated = found.seconds_without_rate
    missing = f"{hours(unrated)} without a rate" if unrated else "every hour has a rate"
    hourly = found.effective_hourly
    return (
        Stat("Revenue", rounded(found.revenue), note="earned"),
        Stat("Cost", rounded(found.cost), note=missing),
        Stat("Profit", rounded(found.profit), note="revenue less all cost"),
        Stat("Margin", percent(found.margin), note="of revenue"),
        Stat(
            "Effective rate",
            f"{money(hourly.per_hour, cents=False)}" if hourly else "–",
            note="earned for an hour worked",
        ),
        Stat("Hours", hours(found.seconds), note="all of them"),
    )


_CATEGORIES = {
    Item.PRE_SALE_LABOUR: "category=presale",
    Item.DELIVERY_LABOUR: "kind=deliverable",
    Item.SERVICE_LABOUR: "kind=ticket",
    Item.COMPLAINT_LABOUR: "category=complaint",
    Item.UNBILLED_CHANGE_LABOUR: "billing=unbilled",
}


def _lines(found: ProfitStatement, query: str) -> tuple[ItemLine, ...]:
    address = reverse("time")
    return tuple(
        ItemLine(
            ITEM_TITLES[item],
            amount,
            item is not Item.REVENUE,
            f"{address}?counts=yes&{query}&{_CATEGORIES[item]}" if query and item in LABOUR else "",
        )
        for item, amount in found.by_item
        if not amount.is_zero or item in {Item.REVENUE, Item.PRE_SALE_LABOUR}
    )


def _spans(address: str, asked: str) -> tuple[Tab, ...]:
    tabs = [Tab(title, _with(address, key), key == asked) for key, (title, _) in SPANS.items()]
    month = _month_named(asked)
    if month is not None:
        tabs.append(Tab(f"{month:%B %Y}", _with(address, asked), active=True))
    elif asked not in SPANS:
        tabs[0] = Tab(SPANS[""][0], address, active=True)
    return tuple(tabs)


def _with(address: str, span: str) -> str:
    return f"{address}?months={span}" if span else address
