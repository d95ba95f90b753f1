"""Services with their prices, and standard clauses with their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.agreements.forms.library import ClauseForm, service_form
from upheld.agreements.forms.proposals import KINDS
from upheld.agreements.lists import SERVICES
from upheld.agreements.may import May
from upheld.agreements.models import Clause, ClauseVersion, Service
from upheld.agreements.operations.library import change_service, list_service, word_clause
from upheld.agreements.queries.library import clause_lines
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.ui.shell import Link
from upheld.people.rules.functions import FUNCTIONS, function_said

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.foundation.values.money import Money


@screen(May.SEE_PROPOSALS)
def services(request: Request) -> HttpResponse:
    """List what is sold at which price."""
    primary = Link("New service", _new_service()) if request.actor.may(May.MANAGE_LIBRARY) else None
    return show_list(request, SERVICES, Service.objects.all(), primary=primary)


@screen(May.MANAGE_LIBRARY, methods=["GET", "POST"])
def service_new(request: Request) -> HttpResponse:
    """Offer a new service."""
    currency = Provider.objects.get(pk=request.actor.provider_id).currency
    if request.method == "POST":
        values = service_form(currency).read(request)
        values.pop("retired")
        values["cost"] = _cost(request, values)
        service = list_service(
            **{**values, "unit": LineKind(values["unit"])}, by=request.actor, at=request.at
        )
        return go(request, "services", notice=f"“{service}” is listed.")
    return show(
        request,
        "agreements/service_form.html",
        service=None,
        currency=currency,
        kinds=KINDS,
        functions=FUNCTIONS,
    )


@screen(May.MANAGE_LIBRARY, methods=["GET", "POST"])
def service_edit(request: Request, key: str) -> HttpResponse:
    """Change a service; proposals keep the price that they were written with."""
    service = find(Service.objects.all(), key=key)
    if request.method == "POST":
        values = service_form(service.currency).read(request)
        change_service(
            service=service,
            title=values["title"],
            list_price=values["list_price"],
            cost=_cost(request, values, service),
            function=values["function"],
            retired=values["retired"],
            seen=seen_version(request),
            by=request.actor,
            at=request.at,
        )
        return go(request, "services", notice="The service is saved.")
    return show(
        request,
        "agreements/service_form.html",
        service=service,
        currency=service.currency,
        kinds=KINDS,
        functions=FUNCTIONS,
    )


def _cost(request: Request, values: dict[str, Any], service: Service | None = None) -> Money | None:
    """Give the cost that was typed; whoever must not see it neither sets nor loses it."""
    if request.actor.may(May.SEE_MARGIN):
        cost: Money | None = values["cost"]
        return cost
    return service.cost if service else None


@screen(May.SEE_PROPOSALS)
def clauses(request: Request) -> HttpResponse:
    """Show the standard clauses with their newest wording."""
    return show(
        request, "agreements/clauses.html", clauses=clause_lines(), said_function=function_said
    )


@screen(May.MANAGE_LIBRARY, methods=["GET", "POST"])
def clause_new(request: Request) -> HttpResponse:
    """Write a new standard clause."""
    if request.method == "POST":
        word_clause(by=request.actor, at=request.at, **ClauseForm.read(request))
        return go(request, "clauses", notice="The clause is in the library.")
    return show(
        request, "agreements/clause_form.html", clause=None, newest=None, functions=FUNCTIONS
    )


@screen(May.MANAGE_LIBRARY, methods=["GET", "POST"])
def clause_edit(request: Request, key: str) -> HttpResponse:
    """Give a clause new words from now on."""
    clause = find(Clause.objects.all(), key=key)
    if request.method == "POST":
        values = {**ClauseForm.read(request), "key": clause.key}
        version = word_clause(by=request.actor, at=request.at, **values)
        return go(request, "clauses", notice=f"Version {version.number} holds from now on.")
    newest = ClauseVersion.objects.filter(clause=clause).order_by("-number").first()
    return show(
        request, "agreements/clause_form.html", clause=clause, newest=newest, functions=FUNCTIONS
    )


def _new_service() -> str:
    from django.urls import reverse

    return reverse("service-new")
