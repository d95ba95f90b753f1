"""The JSON door.

    @endpoint(May.SEND_QUOTE, "POST", "quotes/{number}/sending")
    def send(request: Request, number: str) -> QuoteOut: ...

Endpoints register here; `wiring/api.py` builds the API from them, so that no package needs to know
it. Each needs a bearer token whose scopes include the capability. Posts honour `Idempotency-Key`;
answers with a version carry an ETag, and changes honour `If-Match`. What `before` gives is in
`request.ready`: it reads ahead of the transaction, while nobody has to wait for it.
"""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

from django.http import HttpResponse
from ninja import Status

from upheld.foundation.doors.declaration import Audience, Door, declare
from upheld.foundation.doors.idempotency import answered_once, once_more_if_raced
from upheld.foundation.doors.problem import problem
from upheld.foundation.refusals import Refused, not_allowed, not_found
from upheld.foundation.tenancy.scope import open_provider, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from upheld.foundation.doors.request import Request
    from upheld.foundation.lists.declare import ListOf


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One registered endpoint, ready to be put into the API."""

    view: Callable[..., Any]
    method: str
    path: str
    answer: Any
    status: int
    summary: str
    description: str
    tag: str
    capability: str | None
    audience: Audience
    lists: ListOf[Any] | None = None
    """The list that it pages through, whose filters are its parameters."""


ENDPOINTS: list[Endpoint] = []


def endpoint(
    may: StrEnum | None,
    method: str,
    path: str,
    *,
    status: int = 200,
    audience: Audience = Audience.STAFF,
    lists: ListOf[Any] | None = None,
    before: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function the JSON door to something; `lists` names the list that it pages through.

    `before` is given the same as the view.

    Its return annotation is the schema of the answer, its docstring the documentation.
    """

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        call = _Call(view, may, audience, status, before)

        @functools.wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> Any:
            entered = functools.partial(_enter, call, request, args, kwargs)
            try:
                return once_more_if_raced(entered)
            except Refused as refused:
                return problem(request, refused)

        hints = get_type_hints(view, include_extras=True)
        answer = hints.pop("return", None)
        door.__signature__ = _resolved(view, hints)  # type: ignore[attr-defined]
        door.__annotations__ = hints
        capability = str(may) if may is not None else None
        summary, _, rest = (inspect.getdoc(view) or view.__name__).partition("\n")
        ENDPOINTS.append(
            Endpoint(
                door, method, path, answer, status, summary, rest.strip(),
                view.__module__.split(".")[1], capability, audience, lists,
            )
        )  # fmt: skip
        name = f"{view.__module__}.{view.__qualname__}"
        declare(door, Door(name, "endpoint", audience, capability, (method,)))
        return door

    return wrap


def _resolved(view: Callable[..., Any], hints: dict[str, Any]) -> inspect.Signature:
    """Give the view's signature with real types instead of their names, for the API's schema."""
    signature = inspect.signature(view)
    parameters = [
        parameter.replace(annotation=hints.get(name, parameter.annotation))
        for name, parameter in signature.parameters.items()
    ]
    return signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)


@dataclass(frozen=True, slots=True)
class _Call:
    """A view, and on which terms it is called."""

    view: Callable[..., Any]
    may: StrEnum | None
    audience: Audience
    status: int
    before: Callable[..., Any] | None


def _enter(call: _Call, request: Request, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    actor = request.actor
    if not call.audience.admits(actor):
        raise not_found("page")
    if call.may is not None and not actor.may(call.may):
        raise not_allowed(str(call.may))
    with open_provider(actor.provider_id, actor.customer_id):
        if request.method in {"GET", "HEAD"}:
            return call.view(request, *args, **kwargs)
        if call.before is not None:
            request.ready = call.before(request, *args, **kwargs)
        with writing():
            return answered_once(
                request, lambda: _with_status(call.view(request, *args, **kwargs), call.status)
            )


def _with_status(answer: Any, status: int) -> Any:
    """Say the declared status, unless the view said its own."""
    return answer if isinstance(answer, (Status, HttpResponse)) else Status(status, answer)
