"""The JSON side of a list: cursor paging with the page's own filters, and entity tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Schema

from upheld.foundation.doors.request import Request
from upheld.foundation.lists.asked import asked_of, names_of
from upheld.foundation.lists.declare import ListOf, Row
from upheld.foundation.lists.given import Unusable
from upheld.foundation.lists.keyset import beyond, in_order, read_cursor, write_cursor
from upheld.foundation.refusals import INVALID_INPUT, Refused, invalid
from upheld.foundation.tenancy.owned import Owned

Out = TypeVar("Out")

MOST_AT_ONCE = 200
_LONGEST_VERSION = 9
_TAG = re.compile(r'"(\d{1,9})"')


class Paged(Schema, Generic[Out]):
    """One page of a list."""

    items: list[Out]
    next: str = ""
    """What to send as `after` for the following page; empty on the last."""


def paged(
    spec: ListOf[Row], rows: QuerySet[Row], request: Request, shape: Callable[[Row], Out]
) -> Paged[Out]:
    """Give one page of a list to a program: its filters, `sort`, `limit` (at most 200), `after`.

    `shape` turns a row into the audience's schema. Refuses with `invalid_input`, naming each
    parameter that cannot be used: a misspelt filter must not answer with everything.
    """
    asked = asked_of(spec, rows, request)
    limit = _limit(request)
    faults = [*asked.faults, *_unknown(spec, request)]
    after = request.GET.get("after", "")
    here = read_cursor(asked.order, after) if after else None
    if after and here is None:
        faults.append(Unusable("after", "This is no cursor of this list in this order."))
    if faults:
        raise _refused(faults)
    page = in_order(asked.rows, asked.order)
    if here is not None:
        page = page.filter(beyond(asked.order, here))
    found = list(page[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    following = write_cursor(asked.order, found[-1]) if more else ""
    return Paged(items=[shape(row) for row in found], next=following)


def _limit(request: Request) -> int:
    text = request.GET.get("limit", "50")
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:6]) <= MOST_AT_ONCE:
        raise invalid(limit=f"Ask for 1 to {MOST_AT_ONCE} rows at once.")
    return int(text)


def _unknown(spec: ListOf[Any], request: Request) -> list[Unusable]:
    known = {*names_of(spec, request), "after", "limit"} - {"col", "all"}
    return [
        Unusable(name, f"{spec.title} knows no parameter of this name.")
        for name in request.GET
        if name not in known
    ]


def _refused(faults: list[Unusable]) -> Refused:
    fields: dict[str, list[str]] = {}
    for fault in faults:
        fields.setdefault(fault.name[:100], []).append(fault.why)
    return Refused(
        INVALID_INPUT,
        "Some of what was asked for cannot be used.",
        what="Nothing was read.",
        remedy="Correct the named parameters; the API's description lists them.",
        fields=fields,
    )


def parameters_of(spec: ListOf[Any]) -> list[dict[str, Any]]:
    """Describe a list's parameters as OpenAPI has them."""
    found = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": f"Filter: {one.title}.",
            "schema": {"type": "string", "maxLength": 200},
        }
        for one in spec.filters
        for name in one.names()
    ]
    keys = [f"{sign}{column.key}" for column in spec.columns if column.sort for sign in ("", "-")]
    own: list[tuple[str, str, dict[str, Any]]] = [
        ("sort", "The order; falling with a minus.", {"type": "string", "enum": keys}),
        ("after", "The `next` of the page before.", {"type": "string", "maxLength": 1000}),
        ("limit", "Rows at once.", {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE}),
    ]
    return found + [
        {"name": name, "in": "query", "required": False, "description": said, "schema": schema}
        for name, said, schema in own
        if schema.get("enum", True)
    ]


def with_etag(response: HttpResponse, row: Owned, answer: Out) -> Out:
    """Tell the row's version as the answer's entity tag, and hand the answer through.

    The endpoint takes `response: HttpResponse` as a parameter to be given it.
    """
    response.headers["ETag"] = f'"{row.version}"'
    return answer


def seen_version(request: Request) -> int | None:
    """Give the version that a change is meant for: by `If-Match`, or a form's hidden `version`.

    Nothing if neither is given. Pass it to the operation as `seen`. Refuses with `invalid_input`.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return _version_of_form(request)
    tag = _TAG.fullmatch(header)
    if tag is None:
        raise Refused(
            INVALID_INPUT,
            "If-Match takes one entity tag, as the row was answered with.",
            remedy='Send it as it came in ETag, such as If-Match: "3".',
        )
    return int(tag[1])


def _version_of_form(request: Request) -> int | None:
    sent = request.POST.get("version", "") if request.method == "POST" else ""
    return (
        int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= _LONGEST_VERSION else None
    )
