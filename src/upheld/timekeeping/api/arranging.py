"""The endpoints by which entries are moved, split, merged and copied."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.timekeeping.api.entries import Codes, Id, Note, Seconds, TimeEntryOut
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.arranging import (
    duplicate_time,
    merge_time,
    move_time,
    split_time,
)
from upheld.timekeeping.queries.entries import visible_time


class MoveIn(Schema):
    """When an entry began."""

    started_at: AwareDatetime
    setting_aside: Codes = []


class TimeSplitIn(Schema):
    """Where an entry is cut: so many seconds after its beginning."""

    after_seconds: Seconds
    second_note: Note | None = None


class TimeMergeIn(Schema):
    """The other entries that become one with it."""

    others: Annotated[list[Id], Field(min_length=1, max_length=50)]


class CopyIn(Schema):
    """The day on which the same was done."""

    day: date
    setting_aside: Codes = []


def _entry(request: Request, pk: int) -> TimeEntry:
    return find(visible_time(request.actor).select_related("person"), pk=pk)


@endpoint(May.LOG_TIME, "POST", "time/{pk}/moving", status=201)
def move(request: Request, pk: Id, body: MoveIn) -> TimeEntryOut:
    """Let an entry begin at another moment; send If-Match."""
    fresh = move_time(
        entry=_entry(request, pk), started_at=body.started_at, seen=seen_version(request),
        setting_aside=frozenset(body.setting_aside), by=request.actor, at=request.at,
    )  # fmt: skip
    return TimeEntryOut.of(fresh)


@endpoint(May.LOG_TIME, "POST", "time/{pk}/splitting", status=201)
def split(request: Request, pk: Id, body: TimeSplitIn) -> list[TimeEntryOut]:
    """Put two entries in the place of one; send If-Match."""
    parts = split_time(
        entry=_entry(request, pk), after_seconds=body.after_seconds, second_note=body.second_note,
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return [TimeEntryOut.of(one) for one in parts]


@endpoint(May.LOG_TIME, "POST", "time/{pk}/merging", status=201)
def merge(request: Request, pk: Id, body: TimeMergeIn) -> TimeEntryOut:
    """Put one entry in the place of several on the same work and day."""
    entries = [_entry(request, one) for one in (pk, *body.others)]
    return TimeEntryOut.of(merge_time(entries=entries, by=request.actor, at=request.at))


@endpoint(May.LOG_TIME, "POST", "time/{pk}/copying", status=201)
def copy(request: Request, pk: Id, body: CopyIn) -> TimeEntryOut:
    """Log the same on another day."""
    fresh = duplicate_time(
        entry=_entry(request, pk), day=body.day, setting_aside=frozenset(body.setting_aside),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return TimeEntryOut.of(fresh)
