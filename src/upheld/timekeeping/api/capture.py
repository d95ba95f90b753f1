"""The endpoints of the capture line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.timekeeping.api.entries import Codes, Id, TimeEntryOut
from upheld.timekeeping.api.timers import TimerOut
from upheld.timekeeping.may import May
from upheld.timekeeping.models import CaptureUndo
from upheld.timekeeping.operations.capture import capture, undo_capture
from upheld.timekeeping.queries.reading import read_capture
from upheld.timekeeping.queries.readying import Ready, ready_capture


class CaptureIn(Schema):
    """A line, as it is typed at the top of every page."""

    line: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
    start_timer: bool = False
    setting_aside: Codes = []
    typed_ago_seconds: Annotated[int, Field(ge=0, le=30 * 24 * 3600)] = 0
    """How long it waited for a connection; "today" is the day on which it was typed."""


class CaptureOut(Schema):
    """What a line made."""

    on_kind: str
    on_id: int | None
    on_number: int | None
    on_title: str
    on_url: str
    opened: bool
    entry: TimeEntryOut | None
    timer: TimerOut | None
    undo: int
    """Take it back within ten seconds by POST capture/{undo}/undoing."""


class ChipOut(Schema):
    """What a part of the line was taken to mean, or what it may mean."""

    kind: str
    title: str
    typed: str
    choices: list[str]


class ReadingOut(Schema):
    """A line as it is understood so far."""

    can_be_saved: bool
    chips: list[ChipOut]
    problems: list[str]


def _ready(request: Request, body: CaptureIn) -> Ready:
    return ready_capture(
        body.line, request.actor, _said_at(request, body), request.at, with_timer=body.start_timer
    )


def _said_at(request: Request, body: CaptureIn) -> datetime:
    return request.at - timedelta(seconds=body.typed_ago_seconds)


@endpoint(May.LOG_TIME, "POST", "capture", status=201, before=_ready)
def capture_line(request: Request, body: CaptureIn) -> CaptureOut:
    """Do what a line says: ticket and time, time on something, a timer."""
    done = capture(
        line=body.line, start_timer=body.start_timer, by=request.actor, at=request.at,
        setting_aside=frozenset(body.setting_aside), ready=request.ready,
        said_at=_said_at(request, body),
    )  # fmt: skip
    return CaptureOut(
        on_kind=done.target.kind, on_id=done.target.id, on_title=done.target.title,
        on_number=getattr(done.target.row, "number", None), on_url=done.target.url,
        opened=done.opened, entry=TimeEntryOut.of(done.entry) if done.entry else None,
        timer=TimerOut.of(done.timer, request.at) if done.timer else None, undo=done.undo.pk,
    )  # fmt: skip


@endpoint(May.LOG_TIME, "GET", "capture/reading")
def reading(
    request: Request, line: Annotated[str, Query(), Field(min_length=1, max_length=1000)]
) -> ReadingOut:
    """Say what a line means, without doing anything."""
    read = read_capture(line.replace("\0", " "), request.actor, request.at)
    chips = [
        ChipOut(kind=one.kind, title=one.title, typed=one.typed,
                choices=[choice.value for choice in one.choices])
        for one in [*read.doubts, *read.chips]
    ]  # fmt: skip
    return ReadingOut(
        can_be_saved=read.can_be_saved, chips=chips, problems=[one.why for one in read.problems]
    )


@endpoint(May.LOG_TIME, "POST", "capture/{undo}/undoing")
def undo_line(request: Request, undo: Id) -> dict[str, bool]:
    """Take a captured line back, within ten seconds."""
    kept = find(CaptureUndo.objects.filter(person_id=request.actor.person_id), pk=undo)
    undo_capture(undo=kept, by=request.actor, at=request.at)
    return {"taken_back": True}
