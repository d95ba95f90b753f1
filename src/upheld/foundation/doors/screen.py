"""The HTML door.

    @screen(May.SEND_QUOTE, methods=["POST"])
    def send(request: Request, number: str) -> HttpResponse: ...

One request is one transaction on a change, and one read scope otherwise; what `before` reads ahead
of a change is in `request.ready`. A refused post to a page
that also answers GET shows that page again with what was typed; other refused posts get a page of
their own (or, for htmx, the panel alone).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse

from upheld.foundation.doors.declaration import Audience, Door, declare
from upheld.foundation.doors.idempotency import answered_once, once_more_if_raced
from upheld.foundation.doors.show import refusal_page
from upheld.foundation.refusals import Refused, not_allowed, not_found
from upheld.foundation.tenancy.scope import open_provider, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    from upheld.foundation.doors.request import Request

View = "Callable[..., HttpResponse]"
READING = frozenset({"GET", "HEAD"})


def screen(
    may: StrEnum | None,
    *,
    methods: Sequence[str] = ("GET",),
    audience: Audience = Audience.STAFF,
    before: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view the HTML door to something; `may=None` needs no more than being signed in.

    `before` is given the same as the view, and only where something is to be changed.
    """
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        call = _Call(view, may, audience, before)

        @functools.wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if getattr(request, "actor", None) is None:
                return _to_sign_in(request)
            request.refusal, request.typed = None, None
            entered = functools.partial(_enter, call, request, args, kwargs)
            try:
                return once_more_if_raced(entered)
            except Refused as refused:
                return _answer_refusal(view, refused, allowed, request, args, kwargs)

        name = f"{view.__module__}.{view.__qualname__}"
        capability = str(may) if may is not None else None
        declare(door, Door(name, "screen", audience, capability, tuple(methods)))
        return door

    return wrap


def public(
    why: str, *, methods: Sequence[str] = ("GET",)
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view open to anyone, saying why; the view opens its own provider by its secret."""
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            request.refusal, request.typed = None, None
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                if not _shows_itself(refused, allowed, request):
                    return refusal_page(request, refused)
                again = functools.partial(view, request, *args, **kwargs)
                return _shown_again(again, refused, request)

        name = f"{view.__module__}.{view.__qualname__}"
        declare(door, Door(name, "public", Audience.ANYONE, None, tuple(methods), why))
        return door

    return wrap


@dataclass(frozen=True, slots=True)
class _Call:
    """A view, and on which terms it is called."""

    view: Callable[..., HttpResponse]
    may: StrEnum | None
    audience: Audience
    before: Callable[..., Any] | None


def _enter(
    call: _Call, request: Request, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    actor = request.actor
    if not call.audience.admits(actor):
        raise not_found("page")
    if call.may is not None and not actor.may(call.may):
        raise not_allowed(str(call.may))
    with open_provider(actor.provider_id, actor.customer_id):
        if request.method in READING:
            return _rendered(call.view(request, *args, **kwargs))
        if call.before is not None:
            request.ready = call.before(request, *args, **kwargs)
        with writing():
            work = functools.partial(call.view, request, *args, **kwargs)
            return cast("HttpResponse", answered_once(request, lambda: _rendered(work())))


def _rendered(response: HttpResponse) -> HttpResponse:
    """Finish a lazy response while the provider is still open."""
    if hasattr(response, "render") and callable(response.render):
        return cast("HttpResponse", response.render())
    return response


def _answer_refusal(
    view: Callable[..., HttpResponse],
    refused: Refused,
    allowed: tuple[str, ...],
    request: Request,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    if not _shows_itself(refused, allowed, request):
        return refusal_page(request, refused)
    actor = request.actor

    def again() -> HttpResponse:
        with open_provider(actor.provider_id, actor.customer_id):
            return _rendered(view(request, *args, **kwargs))

    return _shown_again(again, refused, request)


def _shows_itself(refused: Refused, allowed: Sequence[str], request: Request) -> bool:
    """Tell whether the page that was posted to can be shown again with the refusal on it."""
    posted = request.method == "POST" and not request.headers.get("HX-Request")
    return posted and "GET" in allowed and refused.status not in {403, 404}


def _shown_again(
    view: Callable[[], HttpResponse], refused: Refused, request: Request
) -> HttpResponse:
    """Show a page with what was typed into it and why it was refused."""
    request.refusal, request.typed = refused, request.POST
    request.method = "GET"
    try:
        response = view()
    except Refused as again:
        return refusal_page(request, again)
    response.status_code = refused.status
    return response


def _to_sign_in(request: Request) -> HttpResponse:
    """Send a stranger to sign in, and back; what they typed stays in their browser."""
    back = request.get_full_path() if request.method in READING else _page_left(request)
    response = redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": response.headers["Location"]})
    return response


def _page_left(request: Request) -> str:
    """Give the page on which a form was typed: the sign-in leads back to it and its draft."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from._replace(scheme="", netloc="", fragment="").geturl() or "/"
