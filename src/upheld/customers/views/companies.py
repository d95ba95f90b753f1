"""Pages of companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.customers.forms import RISK, CompanyForm, EndRuleForm, HouseRuleForm
from upheld.customers.lists import COMPANIES
from upheld.customers.may import May
from upheld.customers.models import Contact, HouseRule, Standing
from upheld.customers.operations.companies import (
    add_company,
    add_house_rule,
    change_company,
    end_house_rule,
)
from upheld.customers.queries.companies import company_page, visible_companies
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link

if TYPE_CHECKING:
    from datetime import time

    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_CUSTOMERS)
def index(request: Request) -> HttpResponse:
    """List companies."""
    rows = visible_companies(request.actor).select_related("owner")
    may_add = request.actor.may(May.EDIT_CUSTOMERS)
    primary = Link("New company", reverse("customer-new")) if may_add else None
    return show_list(request, COMPANIES, rows, primary=primary)


@screen(May.SEE_CUSTOMERS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a company: how it stands, how it wants to be treated, what was said and done."""
    company = find(visible_companies(request.actor).select_related("owner"), number=number)
    return show(
        request,
        "customers/company.html",
        page=company_page(company),
        panels=panels_of(company, request),
        timeline=timeline_of(company, request.actor),
    )


@screen(May.EDIT_CUSTOMERS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a company."""
    if request.method == "POST":
        company = add_company(by=request.actor, at=request.at, **CompanyForm.read(request))
        return go(request, "customer", number=company.number, notice=f"{company} is entered.")
    return show(
        request, "customers/company_form.html", company=None, standings=Standing.choices, risk=RISK
    )


@screen(May.EDIT_CUSTOMERS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a company."""
    company = find(visible_companies(request.actor), number=number)
    if request.method == "POST":
        values = CompanyForm.read(request)
        change_company(
            company=company, seen=seen_version(request), by=request.actor, at=request.at, **values
        )
        return go(request, "customer", number=number, notice=f"{values['name']} is saved.")
    return show(
        request,
        "customers/company_form.html",
        company=company,
        standings=Standing.choices,
        risk=RISK,
    )


@screen(May.EDIT_CUSTOMERS, methods=["GET", "POST"])
def new_rule(request: Request, number: int) -> HttpResponse:
    """Write down how a customer wants to be dealt with."""
    company = find(visible_companies(request.actor), number=number)
    contacts = Contact.objects.filter(company=company, active=True).order_by("name")
    if request.method == "POST":
        values = HouseRuleForm.read(request)
        hours = _forbidden_hours(values.pop("not_before"), values.pop("not_after"))
        for part in ("contact", "champion"):
            values[part] = find(contacts, pk=values[part]) if values[part] else None
        add_house_rule(company=company, hours=hours, by=request.actor, at=request.at, **values)
        return go(request, "customer", number=number, notice="The house rule is kept.")
    return show(request, "customers/rule_form.html", company=company, contacts=tuple(contacts))


@screen(May.EDIT_CUSTOMERS, methods=["POST"])
def end_rule(request: Request, number: int, rule: int) -> HttpResponse:
    """Let a house rule no longer hold."""
    company = find(visible_companies(request.actor), number=number)
    kept = find(HouseRule.objects.filter(company=company), pk=rule)
    reason = EndRuleForm.read(request)["reason"]
    end_house_rule(rule=kept, reason=reason, by=request.actor, at=request.at)
    return go(request, "customer", number=number, notice="The house rule no longer holds.")


def _forbidden_hours(not_before: time | None, not_after: time | None) -> dict[str, Any]:
    """Turn "not before ten, not after five" into the hours of each weekday that are closed."""
    spans = []
    if not_before:
        spans.append(["00:00", not_before.strftime("%H:%M")])
    if not_after:
        spans.append([not_after.strftime("%H:%M"), "24:00"])
    return {str(day): spans for day in range(7)} if spans else {}
