"""The foundation's endpoints: search, and the record with its receipts and its head."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Query, Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists.api import Paged, paged
from upheld.foundation.lists.given import LARGEST, is_storable
from upheld.foundation.may import May
from upheld.foundation.models import RecordEntry
from upheld.foundation.operation import find
from upheld.foundation.record.read import RECORD, visible_entries
from upheld.foundation.record.receipt import head_document, receipt_for
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


class RecordEntryOut(Schema):
    """One entry of the record. `body` is the text that `leaf_hash` stands for."""

    sequence: int
    at: datetime
    event: str
    subject: str
    body: str
    leaf_hash: str
    erased: bool

    @classmethod
    def of(cls, entry: RecordEntry) -> RecordEntryOut:
        """Give an entry without its personal part."""
        return cls(
            sequence=entry.sequence,
            at=entry.at,
            event=entry.event,
            subject=f"{entry.subject_type}:{entry.subject_id}",
            body=entry.body,
            leaf_hash=entry.leaf_hash,
            erased=entry.private is None,
        )


Place = Annotated[int, Path(ge=0, le=LARGEST)]


@endpoint(May.SEE_RECORD, "GET", "record", lists=RECORD)
def record_entries(request: Request) -> Paged[RecordEntryOut]:
    """List the entries of the record, the newest first."""
    return paged(RECORD, visible_entries(request.actor), request, RecordEntryOut.of)


@endpoint(May.SEE_RECORD, "GET", "record/head")
def record_head(
    request: Request, since: Annotated[int | None, Query(ge=1, le=LARGEST)] = None
) -> dict[str, Any]:
    """Give the record's head as it is now, in the form that the offline verifier reads.

    With `since`, the size of a head held from before, it proves that the record only grew.
    """
    return head_document(at=request.at, since=since)


@endpoint(May.SEE_RECORD, "GET", "record/{sequence}/receipt")
def record_receipt(request: Request, sequence: Place) -> dict[str, Any]:
    """Give an entry's receipt, which the offline verifier checks without us."""
    entry = find(visible_entries(request.actor), sequence=sequence)
    return receipt_for(entry, at=request.at)
