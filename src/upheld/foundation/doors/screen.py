"""The HTML door.

    @screen(May.SEND_QUOTE, methods=["POST"])
    def send(request: Request, number: str) -> HttpResponse: ...

One request is one transaction on a change, and one read scope otherwise. A refused post to a page
that also answers GET shows that page again with what was typed; other refused posts get a page of
their own (or, for htmx, the panel alone).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

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
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view the HTML door to something; `may=None` needs no more than being signed in."""
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if getattr(request, "actor", None) is None:
                return _to_sign_in(request)
            request.refusal, request.typed = None, None
            entered = functools.partial(_enter, view, may, audience, request, args, kwargs)
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
                return refusal_page(request, refused)

        name = f"{view.__module__}.{view.__qualname__}"
        declare(door, Door(name, "public", Audience.ANYONE, None, tuple(methods), why))
        return door

    return wrap


def _enter(
    view: Callable[..., HttpResponse],
    may: StrEnum | None,
    audience: Audience,
    request: Request,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    actor = request.actor
    if not audience.admits(actor):
        raise not_found("page")
    if may is not None and not actor.may(may):
        raise not_allowed(str(may))
    with open_provider(actor.provider_id, actor.customer_id):
        if request.method in READING:
            return _rendered(view(request, *args, **kwargs))
        with writing():
            work = functools.partial(view, request, *args, **kwargs)
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
    shows_itself = "GET" in allowed and request.method == "POST" and refused.status != 404  # noqa: PLR2004
    if not shows_itself or refused.status == 403 or request.headers.get("HX-Request"):  # noqa: PLR2004
        return refusal_page(request, refused)
    request.refusal, request.typed = refused, request.POST
    request.method = "GET"
    actor = request.actor
    try:
        with open_provider(actor.provider_id, actor.customer_id):
            response = _rendered(view(request, *args, **kwargs))
    except Refused as again:
        return refusal_page(request, again)
    response.status_code = refused.status
    return response


def _to_sign_in(request: Request) -> HttpResponse:
    """Send a stranger to sign in, and back; what they typed stays in their browser."""
    sign_in = reverse("account_login")
    back = request.get_full_path() if request.method in READING else request.headers.get("Referer")
    response = redirect(
        f"{sign_in}?next={back or '/'}" if (back or "").startswith("/") else sign_in
    )
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": response.headers["Location"]})
    return response
