"""The endpoints of imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.files.uploadedfile import UploadedFile
from ninja import Query, Schema
from pydantic import Field

from upheld.connections.bringing import bring
from upheld.connections.lists import IMPORTS
from upheld.connections.may import May
from upheld.connections.models import ImportRefusal, ImportRun
from upheld.connections.operations.runs import cancel_import, start_import, try_import
from upheld.connections.queries.runs import told_notes, visible_runs
from upheld.connections.staging import staged_path
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.lists.given import is_storable
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Kind = Literal[
    "companies", "contacts", "people", "deals", "tickets", "ticket-events", "time", "products"
]
_PIECE = 1 << 18
REFUSALS_AT_ONCE = 1000


class NoteOut(Schema):
    """Something told about rows: how many, one text, the first row numbers."""

    code: str
    count: int
    text: str
    rows: str


class ImportOut(Schema):
    """An import: how far it is and what came of it."""

    number: int
    kind: str
    file_name: str
    file_sha256: str
    state: str
    rows: int
    rows_expected: int | None
    created: int
    updated: int
    unchanged: int
    refused: int
    events_new: int
    events_known: int
    begun_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    stopped_because: str
    notes: list[NoteOut]
    trial: dict[str, Any]
    mapping: dict[str, Any]
    version: int

    @classmethod
    def of(cls, run: ImportRun) -> ImportOut:
        """Show an import."""
        apart = {"notes", "trial"}
        plain = {name: getattr(run, name) for name in cls.model_fields if name not in apart}
        notes = [
            NoteOut(code=one.code, count=one.count, text=one.text, rows=one.rows)
            for one in told_notes(run.notes)
        ]
        return cls(**plain, notes=notes, trial=run.weighed)


class RefusalOut(Schema):
    """A row that was not taken in."""

    id: int
    row: int
    code: str
    reason: str


class RefusalsOut(Schema):
    """At most a thousand refused rows; ask again with `after` the last id for more."""

    items: list[RefusalOut]


@endpoint(May.RUN_IMPORTS, "GET", "imports", lists=IMPORTS)
def imports(request: Request) -> Paged[ImportOut]:
    """List imports."""
    return paged(IMPORTS, visible_runs(request.actor), request, ImportOut.of)


@endpoint(May.RUN_IMPORTS, "POST", "imports", status=201)
def bring_file(
    request: Request,
    kind: Annotated[Kind, Query()],
    mapping: Annotated[str, Query(), Field(max_length=80)] = "",
    system: Annotated[str, Query(), Field(max_length=40)] = "",
    file_name: Annotated[str, Query(), Field(max_length=200)] = "",
    then: Annotated[Literal["start", "try", "wait"], Query()] = "start",
) -> ImportOut:
    """Bring a file: as the body itself, or as the part `file` of a form.

    It is walked through once before the answer, so that a file which cannot be read is refused and
    nothing of it is taken in. `then` says whether it starts at once, is tried without taking
    anything in, or waits. The work is done in the background: ask for the import until its state
    is `done`.
    """
    for name, text in (("mapping", mapping), ("system", system), ("file_name", file_name)):
        if not is_storable(text):
            raise invalid(**{name: "The text holds signs that cannot be stored."})
    given_name, pieces = _body(request)
    run = bring(
        pieces=pieces, file_name=file_name or given_name or "file", kind=kind, mapping=mapping,
        system=system, by=request.actor, at=request.at,
    )  # fmt: skip
    if then == "start":
        run = start_import(run=run, by=request.actor, at=request.at, in_background=True)
    elif then == "try":
        run = try_import(run=run, by=request.actor, at=request.at)
    return ImportOut.of(run)


@endpoint(May.RUN_IMPORTS, "GET", "imports/{number}")
def one_import(request: Request, number: Number) -> ImportOut:
    """Show an import: its state, its counts, what was told about its rows."""
    return ImportOut.of(find(visible_runs(request.actor), number=number))


@endpoint(May.RUN_IMPORTS, "GET", "imports/{number}/refusals")
def refusals(
    request: Request, number: Number, after: Annotated[int, Query(), Field(ge=0, le=2**62)] = 0
) -> RefusalsOut:
    """List the rows that were not taken in, with everything that is wrong with each."""
    run = find(visible_runs(request.actor), number=number)
    rows = ImportRefusal.objects.filter(run=run, pk__gt=after).order_by("pk")[:REFUSALS_AT_ONCE]
    return RefusalsOut(
        items=[RefusalOut(id=one.pk, row=one.row, code=one.code, reason=one.reason) for one in rows]
    )


@endpoint(May.RUN_IMPORTS, "POST", "imports/{number}/start")
def start(request: Request, number: Number) -> ImportOut:
    """Start an import, or go on with one that stopped."""
    run = find(visible_runs(request.actor), number=number)
    staged_path(run)
    started = start_import(run=run, by=request.actor, at=request.at, in_background=True)
    return ImportOut.of(started)


@endpoint(May.RUN_IMPORTS, "POST", "imports/{number}/cancellation")
def cancel(request: Request, number: Number) -> ImportOut:
    """Stop an import; what was taken in stays."""
    run = find(visible_runs(request.actor), number=number)
    return ImportOut.of(cancel_import(run=run, by=request.actor, at=request.at))


def _body(request: Request) -> tuple[str, Iterable[bytes]]:
    """Give the name and the bytes of what was sent, in pieces."""
    if not (request.content_type or "").startswith("multipart/"):
        return "", _pieces(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise invalid(file="Send the file as the part “file”, or as the body itself.")
    return file.name or "", file.chunks()


def _pieces(request: Request) -> Iterator[bytes]:
    while piece := request.read(_PIECE):
        yield piece
