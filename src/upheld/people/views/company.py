"""The page of the company's own settings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.foundation.values.currencies import PLACES
from upheld.foundation.values.period import today
from upheld.foundation.values.rate import Rate
from upheld.people.forms import MONTH_CHOICES, SEASON_CHOICES, CompanyForm, policies_form
from upheld.people.may import May
from upheld.people.models import CompanySettings, PlannedPolicies, Schedule
from upheld.people.operations.company import change_company
from upheld.people.operations.planning import plan_policies, withdraw_plan
from upheld.people.queries.company import company_page, policies_of, visible_settings
from upheld.people.queries.countries import countries, zones
from upheld.people.rules.policies import POLICIES, Policy

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_COMPANY)
def company(request: Request) -> HttpResponse:
    """Show what the company set for itself, and what was changed of it."""
    settings = find(visible_settings(request.actor))
    page = company_page(settings)
    return show(
        request, "people/company.html", page=page, groups=_groups(),
        country=countries().get(page.provider.country, page.provider.country),
        timeline=timeline_of(settings, request.actor),
    )  # fmt: skip


@screen(May.MANAGE_COMPANY, methods=["GET", "POST"])
def company_edit(request: Request) -> HttpResponse:
    """Change who the company is and where."""
    settings = find(visible_settings(request.actor))
    if request.method == "POST":
        values = CompanyForm.read(request)
        hours = values.pop("usual_hours")
        values["usual_hours"] = find(Schedule.objects.all(), pk=hours) if hours else None
        return _changed(request, settings, values)
    page = company_page(settings)
    return show(
        request, "people/company_form.html", page=page, zones=zones(),
        countries=list(countries().items()),
        hours=[(str(one.pk), one.name) for one in page.hours],
        currencies=[(code, code) for code in sorted(PLACES)],
    )  # fmt: skip


@screen(May.MANAGE_COMPANY, methods=["GET", "POST"])
def company_policies(request: Request) -> HttpResponse:
    """Change how the company wants things done."""
    settings = find(visible_settings(request.actor))
    if request.method == "POST":
        values = policies_form().read(request)
        day = values.pop("holds_from")
        plain = {key: one.ppm if isinstance(one, Rate) else one for key, one in values.items()}
        if day is not None and day != _today(request, settings):
            return _planned(request, settings, day, plain)
        return _changed(request, settings, plain)
    return show(
        request, "people/company_policies.html", settings=settings, groups=_groups(),
        held=policies_of(settings.provider), seasons=SEASON_CHOICES, months=MONTH_CHOICES,
        today=_today(request, settings),
    )  # fmt: skip


@screen(May.MANAGE_COMPANY, methods=["POST"])
def plan_withdraw(request: Request, plan: int) -> HttpResponse:
    """Withdraw what was planned, before its day."""
    found = find(PlannedPolicies.objects.all(), pk=plan)
    withdraw_plan(plan=found, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "company", notice="Withdrawn: it will not hold.")


def _today(request: Request, settings: CompanySettings) -> date:
    return today(request.at, settings.provider.zone)


def _planned(
    request: Request, settings: CompanySettings, day: date, values: dict[str, int]
) -> HttpResponse:
    plan = plan_policies(
        settings=settings, holds_from=day, values=values, seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    said = f"Planned: it holds from {day:%-d %B %Y}." if plan else "It holds that day anyway."
    return go(request, "company", notice=said)


def _changed(request: Request, settings: CompanySettings, values: dict[str, Any]) -> HttpResponse:
    seen = seen_version(request)
    change_company(settings=settings, seen=seen, by=request.actor, at=request.at, **values)
    return go(request, "company", notice="Saved. It holds from now on; what was agreed stays.")


def _groups() -> list[tuple[str, list[Policy]]]:
    """Give the policies under the headings of the page."""
    by_group = groupby(POLICIES.values(), key=lambda one: one.group)
    return [(title, list(them)) for title, them in by_group]
