"""Profit on the pages of earlier stages, for those who may see cost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.urls import reverse

from upheld.foundation.models import Provider
from upheld.foundation.panels import Panel
from upheld.money.may import May
from upheld.money.queries.costs import rates
from upheld.money.queries.deals import deal_profit
from upheld.money.queries.profit import company_profit, months_back
from upheld.money.rules.dated import in_force

if TYPE_CHECKING:
    from datetime import date

    from upheld.customers.models import Company
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned
    from upheld.selling.models import Deal
    from upheld.timekeeping.models import TimeEntry

TEMPLATE = "money/profit_panel.html"


def profit_of_company(row: Owned, request: Request) -> Panel | None:
    """Show what is left of a customer over twelve months: seven queries."""
    if not request.actor.may(May.SEE_COST):
        return None
    company = cast("Company", row)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    statement = company_profit(company, months_back(_today(request, provider), 12))
    if statement.revenue.is_zero and not statement.seconds:
        return None
    values = {"statement": statement, "since": "Over twelve months."}
    url = reverse("customer-profit", args=[company.number])
    return Panel("profit", "True profit", TEMPLATE, values, url, aside=True)


def profit_of_deal(row: Owned, request: Request) -> Panel | None:
    """Show what is left of a deal from first touch to today: eight queries."""
    if not request.actor.may(May.SEE_COST):
        return None
    deal = cast("Deal", row)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    until = _today(request, provider) + timedelta(days=1)
    statement = deal_profit(deal, until, currency=provider.currency)
    values = {"statement": statement, "since": "From first touch to today."}
    url = reverse("deal-profit", args=[deal.number])
    return Panel("profit", "True profit", TEMPLATE, values, url, aside=True)


def cost_of_entry(row: Owned, request: Request) -> Panel | None:
    """Show what an entry of time cost and by which pay: one query."""
    if not request.actor.may(May.SEE_COST):
        return None
    entry = cast("TimeEntry", row)
    day = entry.cost_on or entry.worked_on
    known = rates()
    hourly = known.on(entry.person_id, day)
    held = in_force(known.terms.get(entry.person_id, ()), day)
    values = {
        "hourly": hourly.per_hour if hourly else None,
        "cost": hourly.cost_of_rounded(entry.seconds) if hourly else None,
        "since": held.from_day if held else None,
    }
    return Panel("cost", "What it cost", "money/cost_of_entry.html", values, aside=True)


def _today(request: Request, provider: Provider) -> date:
    return request.at.astimezone(provider.tzinfo).date()
