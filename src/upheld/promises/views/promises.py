"""Pages of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.people.models import Person
from upheld.promises.forms import SAID_ALOUD, OfferForm, PromiseForm
from upheld.promises.lists import PROMISES
from upheld.promises.may import May
from upheld.promises.operations.offering import agree_promise, change_offer, offer_promise
from upheld.promises.queries.promises import (
    promise_page,
    say_do_now,
    visible_promises,
    with_lights,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.promises.models import Promise

MOST_NAMES = 300


@screen(May.SEE_PROMISES)
def index(request: Request) -> HttpResponse:
    """List promises."""
    rows = with_lights(visible_promises(request.actor), request.at)
    may_add = request.actor.may(May.MAKE_PROMISES)
    return show_list(
        request,
        PROMISES,
        rows.select_related("company", "owner", "promised_by"),
        primary=Link("New promise", reverse("promise-new")) if may_add else None,
        template="promises/list.html",
        said_done=say_do_now(visible_promises(request.actor), request.at),
    )


@screen(May.SEE_PROMISES)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a promise: what was said against what was done, and what stands behind it."""
    return promise_shown(request, promise_of(request, number))


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a promise that was said."""
    if request.method == "POST":
        values = PromiseForm.read(request)
        promise = offer_promise(promised_by=_me(request), by=request.actor, at=request.at, **values)
        return go(request, "promise", number=promise.number, notice="The promise is entered.")
    asked = request.GET.get("customer", "")
    company = None
    if asked.isdecimal() and len(asked) < 10:  # noqa: PLR2004  what a number column holds
        company = Company.objects.filter(number=int(asked)).first()
    return show(request, "promises/form.html", promise=None, company=company, **_choices())


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a promise while it is only offered."""
    promise = promise_of(request, number)
    if request.method == "POST":
        change_offer(
            promise=promise,
            seen=seen_version(request),
            by=request.actor,
            at=request.at,
            **OfferForm.read(request),
        )
        return go(request, "promise", number=number, notice="The offer is changed.")
    return show(
        request, "promises/form.html", promise=promise, company=promise.company, **_choices()
    )


@screen(May.MAKE_PROMISES, methods=["POST"])
def agree(request: Request, number: int) -> HttpResponse:
    """Agree to keep a promise oneself."""
    promise = promise_of(request, number)
    me = find(Person.objects.all(), pk=request.actor.person_id or 0)
    agree_promise(promise=promise, owner=me, by=request.actor, at=request.at)
    return go(request, "promise", number=number, notice="Agreed: you keep this promise.")


def promise_of(request: Request, number: int) -> Promise:
    """Find the promise that an address names, among those that can be seen."""
    rows = visible_promises(request.actor)
    return find(
        rows.select_related("company", "owner", "promised_by", "settled_by", "replaced_by"),
        number=number,
    )


def promise_shown(request: Request, promise: Promise, form: str = "") -> HttpResponse:
    """Show a promise's page, with one of its forms open."""
    actor = request.actor
    page = promise_page(
        promise,
        actor,
        request.at,
        settles=actor.may(May.SETTLE_PROMISES),
        makes=actor.may(May.MAKE_PROMISES),
    )
    return show(
        request,
        "promises/promise.html",
        page=page,
        form=form,
        panels=panels_of(promise, request),
        timeline=timeline_of(promise, actor),
    )


def _me(request: Request) -> Person | None:
    found: Person | None = Person.objects.filter(pk=request.actor.person_id or 0).first()
    return found


def _choices() -> dict[str, Any]:
    people = Person.objects.filter(active=True).order_by("name").values_list("pk", "name")
    names = Company.objects.order_by("name").values_list("name", flat=True)[:MOST_NAMES]
    return {
        "people": tuple(people),
        "companies": tuple(names),
        "sources": [(one.value, one.label) for one in SAID_ALOUD],
    }
