"""Settling a promise from its page: each is a form on it, and comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go
from upheld.foundation.operation import find
from upheld.people.models import Person
from upheld.promises.forms import KeepForm, OwnerForm, ReasonForm, ReleaseForm, ReplaceForm
from upheld.promises.may import May
from upheld.promises.operations.settling import (
    break_promise,
    hand_over_promise,
    keep_promise,
    raise_risk,
    release_promise,
    replace_promise,
)
from upheld.promises.queries.promises import visible_promises
from upheld.promises.views.promises import promise_of, promise_shown

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def keep(request: Request, number: int) -> HttpResponse:
    """Say that it was kept, and what shows it."""
    promise = promise_of(request, number)
    if request.method != "POST":
        return promise_shown(request, promise, form="keep")
    shown = KeepForm.read(request)["shown"]
    keep_promise(promise=promise, shown=shown, by=request.actor, at=request.at)
    return go(request, "promise", number=number, notice="The promise is kept.")


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def broken(request: Request, number: int) -> HttpResponse:
    """Admit that it was broken."""
    promise = promise_of(request, number)
    if request.method != "POST":
        return promise_shown(request, promise, form="break")
    reason = ReasonForm.read(request)["reason"]
    break_promise(promise=promise, reason=reason, by=request.actor, at=request.at)
    return go(request, "promise", number=number, notice="The promise is marked as broken.")


@screen(May.SETTLE_PROMISES, methods=["GET", "POST"])
def release(request: Request, number: int) -> HttpResponse:
    """Note that the customer let it go."""
    promise = promise_of(request, number)
    if request.method != "POST":
        return promise_shown(request, promise, form="release")
    release_promise(promise=promise, by=request.actor, at=request.at, **ReleaseForm.read(request))
    return go(request, "promise", number=number, notice="The promise is released.")


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def replace(request: Request, number: int) -> HttpResponse:
    """Put another promise in its place."""
    promise = promise_of(request, number)
    if request.method != "POST":
        return promise_shown(request, promise, form="replace")
    values = ReplaceForm.read(request)
    other = find(visible_promises(request.actor), number=values["replacement"])
    replace_promise(
        promise=promise,
        replacement=other,
        reason=values["reason"],
        by=request.actor,
        at=request.at,
    )
    return go(request, "promise", number=number, notice=f"Promise {other.number} takes its place.")


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def hand_over(request: Request, number: int) -> HttpResponse:
    """Let somebody else keep it."""
    promise = promise_of(request, number)
    if request.method != "POST":
        return promise_shown(request, promise, form="hand-over")
    values = OwnerForm.read(request)
    owner = find(Person.objects.filter(active=True), pk=values["owner"])
    hand_over_promise(
        promise=promise, owner=owner, reason=values["reason"], by=request.actor, at=request.at
    )
    return go(request, "promise", number=number, notice=f"{owner.name} keeps this promise now.")


@screen(May.MAKE_PROMISES, methods=["GET", "POST"])
def risk(request: Request, number: int) -> HttpResponse:
    """Say that it may not be kept; without a reason, that the risk is over."""
    promise = promise_of(request, number)
    if request.method != "POST":
        return promise_shown(request, promise, form="risk")
    why = ReasonForm.read(request)["reason"]
    raise_risk(promise=promise, why=why, by=request.actor, at=request.at)
    notice = "The promise is marked as at risk." if why else "The risk is cleared."
    return go(request, "promise", number=number, notice=notice)
