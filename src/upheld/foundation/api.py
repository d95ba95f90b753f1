"""The foundation's endpoints: search."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists.given import is_storable
from upheld.foundation.refusals import invalid
from upheld.foundation.search.hits import search
from upheld.foundation.search.registry import kinds_for


class HitOut(Schema):
    """One thing found."""

    kind: str
    id: int
    title: str
    hint: str
    url: str
    at: datetime


class HitsOut(Schema):
    """At most 200 things found, the best first."""

    items: list[HitOut]


@endpoint(None, "GET", "search")
def find_anything(
    request: Request,
    q: Annotated[str, Query(), Field(min_length=1, max_length=200)],
    kind: Annotated[str, Query(), Field(max_length=30)] = "",
) -> HitsOut:
    """Find what holds every word asked for, each of which may be the beginning of a word.

    `kind` keeps one kind of thing. Only kinds that the token may see are found.
    """
    if not is_storable(q):
        raise invalid(q="The text holds signs that cannot be looked for.")
    if kind and kind not in kinds_for(request.actor):
        raise invalid(kind="There is no such kind that this token may see.")
    hits = search(request.actor, q, [kind] if kind else ())
    return HitsOut(
        items=[
            HitOut(
                kind=hit.kind.key,
                id=hit.subject_id,
                title=hit.title,
                hint=hit.hint,
                url=hit.url,
                at=hit.at,
            )
            for hit in hits
        ]
    )
