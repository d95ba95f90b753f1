"""The endpoints of planned blocks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import AwareDatetime, Field

from upheld.dispatch.lists import BLOCKS
from upheld.dispatch.may import May
from upheld.dispatch.models import PlannedBlock, Source
from upheld.dispatch.operations.blocks import drop_block, move_block, plan_block
from upheld.dispatch.queries.planning import person_called, work_called
from upheld.dispatch.queries.taken import visible_blocks
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.foundation.values.period import BadPeriod, Period

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Handle = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]
Title = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Note = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
_FIRST_YEAR, _LAST_YEAR = 1971, 2899
Codes = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)]


class BlockOut(Schema):
    """A planned block. `set_aside`: the codes of cautions that somebody set aside where it lies."""

    number: int
    person: str
    on_kind: str
    on_title: str
    on_url: str
    company: str
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime
    source: str
    uid: str
    set_aside: list[str]
    planned_by: str
    planned_at: datetime
    dropped_at: datetime | None
    version: int

    @classmethod
    def of(cls, block: PlannedBlock) -> BlockOut:
        """Show a block."""
        names = set(cls.model_fields) - {"person", "company", "planned_by"}
        said = {name: getattr(block, name) for name in names}
        return cls(
            person=block.person.handle,
            company=block.company.name if block.company else "",
            planned_by=block.planned_by.name if block.planned_by else "",
            **said,
        )


class PlannedOnIn(Schema):
    """What time is planned for: the number of a kind, or the words of own work."""

    kind: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[a-z_]+$")]
    number: Number | None = None
    words: Annotated[str, Field(max_length=150, pattern=r"^[^\x00]*$")] = ""


class BlockIn(Schema):
    """A block to plan: whose time, from when until when, on what."""

    person: Handle
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    on: PlannedOnIn
    title: Title = ""
    note: Note = ""
    setting_aside: Codes = []


class BlockChange(Schema):
    """What to change of a block; what is left out stays. Send its version as If-Match."""

    person: Handle | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    title: Title | None = None
    note: Note | None = None
    setting_aside: Codes = []


@endpoint(May.SEE_BOARD, "GET", "plan/blocks", lists=BLOCKS)
def list_blocks(request: Request) -> Paged[BlockOut]:
    """List planned blocks."""
    return paged(BLOCKS, visible_blocks(request.actor), request, BlockOut.of)


@endpoint(May.SEE_BOARD, "GET", "plan/blocks/{number}")
def read_block(request: Request, response: HttpResponse, number: Number) -> BlockOut:
    """Read a block."""
    block = find(visible_blocks(request.actor), number=number)
    return with_etag(response, block, BlockOut.of(block))


@endpoint(May.PLAN, "POST", "plan/blocks", status=201)
def plan(request: Request, body: BlockIn) -> BlockOut:
    """Plan a stretch of somebody's time."""
    called = str(body.on.number) if body.on.number is not None else body.on.words
    block = plan_block(
        person=person_called(body.person), on=work_called(request.actor, body.on.kind, called),
        period=_period(body.starts_at, body.ends_at), title=body.title, note=body.note,
        source=Source.PROGRAM, setting_aside=frozenset(body.setting_aside), by=request.actor,
        at=request.at,
    )  # fmt: skip
    return BlockOut.of(find(visible_blocks(request.actor), pk=block.pk))


@endpoint(May.PLAN, "PATCH", "plan/blocks/{number}")
def move(request: Request, number: Number, body: BlockChange) -> BlockOut:
    """Move a block, give it to somebody else, or change its words."""
    block = find(visible_blocks(request.actor), number=number)
    period = _period(body.starts_at or block.starts_at, body.ends_at or block.ends_at)
    move_block(
        block=block, period=period, person=person_called(body.person) if body.person else None,
        title=body.title, note=body.note, seen=seen_version(request),
        setting_aside=frozenset(body.setting_aside), by=request.actor, at=request.at,
    )  # fmt: skip
    return BlockOut.of(find(visible_blocks(request.actor), number=number))


@endpoint(May.PLAN, "DELETE", "plan/blocks/{number}")
def drop(request: Request, number: Number) -> BlockOut:
    """Take a block from the plan; it is kept."""
    block = find(visible_blocks(request.actor), number=number)
    drop_block(block=block, seen=seen_version(request), by=request.actor, at=request.at)
    return BlockOut.of(find(visible_blocks(request.actor), number=number))


def _period(start: datetime, end: datetime) -> Period:
    """Give the period of two moments that a calendar reaches. Refuses with: invalid_input."""
    far = {
        name: "Give a nearer moment."
        for name, moment in (("starts_at", start), ("ends_at", end))
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR
    }
    if far:
        raise invalid(**far)
    try:
        return Period(start, end)
    except BadPeriod as problem:
        raise invalid(ends_at=str(problem)) from problem
