"""The endpoints of timers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.timekeeping.api.entries import (
    Codes,
    Id,
    Note,
    Seconds,
    TargetIn,
    TimeEntryOut,
    wanted_target,
)
from upheld.timekeeping.forms.timers import LONGEST_IDLE
from upheld.timekeeping.may import May
from upheld.timekeeping.models import Timer
from upheld.timekeeping.operations.timers import (
    discard_timer,
    pause_timer,
    resume_timer,
    seconds_of,
    start_timer,
    stop_timer,
    trim_timer,
)
from upheld.timekeeping.queries.timers import own_timers


class TimerOut(Schema):
    """A timer that has not ended."""

    id: int
    on_kind: str
    on_id: int | None
    on_title: str
    note: str
    running: bool
    seconds: int
    """Gathered so far."""
    first_started_at: datetime
    version: int

    @classmethod
    def of(cls, timer: Timer, at: datetime) -> TimerOut:
        """Show a timer at a moment."""
        return cls(
            id=timer.pk, on_kind=timer.on_kind, on_id=timer.on_id, on_title=timer.on_title,
            note=timer.note, running=timer.started_at is not None and timer.ended_at is None,
            seconds=seconds_of(timer, at), first_started_at=timer.first_started_at,
            version=timer.version,
        )  # fmt: skip


class TimerIn(Schema):
    """What a timer is for."""

    on: TargetIn
    note: Note = ""


class StopIn(Schema):
    """How long the work took, where the timer is wrong."""

    seconds: Seconds | None = None
    note: Note | None = None
    setting_aside: Codes = []


@endpoint(May.LOG_TIME, "GET", "timers")
def timers(request: Request) -> list[TimerOut]:
    """List one's timers, the running one first."""
    return [TimerOut.of(timer, request.at) for timer in own_timers(request.actor)[:100]]


@endpoint(May.LOG_TIME, "POST", "timers", status=201)
def start(request: Request, body: TimerIn) -> TimerOut:
    """Start a timer; the one that runs is paused."""
    timer = start_timer(
        target=wanted_target(request, body.on), note=body.note, by=request.actor, at=request.at
    )
    return TimerOut.of(timer, request.at)


@endpoint(May.LOG_TIME, "POST", "timers/{pk}/pausing")
def pause(request: Request, pk: Id) -> TimerOut:
    """Let a timer rest."""
    timer = find(own_timers(request.actor), pk=pk)
    return TimerOut.of(pause_timer(timer=timer, by=request.actor, at=request.at), request.at)


@endpoint(May.LOG_TIME, "POST", "timers/{pk}/resuming")
def resume(request: Request, pk: Id) -> TimerOut:
    """Let a timer run on."""
    timer = find(own_timers(request.actor), pk=pk)
    return TimerOut.of(resume_timer(timer=timer, by=request.actor, at=request.at), request.at)


@endpoint(May.LOG_TIME, "POST", "timers/{pk}/stopping", status=201)
def stop(request: Request, pk: Id, body: StopIn) -> TimeEntryOut:
    """End a timer in an entry."""
    timer = find(own_timers(request.actor), pk=pk)
    made = stop_timer(
        timer=timer, seconds=body.seconds, note=body.note, by=request.actor, at=request.at,
        setting_aside=frozenset(body.setting_aside),
    )  # fmt: skip
    return TimeEntryOut.of(made)


class TrimIn(Schema):
    """Since when nothing was done: a moment, or so many seconds ago."""

    until: AwareDatetime | None = None
    idle_seconds: Annotated[int, Field(ge=0, le=LONGEST_IDLE)] | None = None
    go_on: bool = False


@endpoint(May.LOG_TIME, "POST", "timers/{pk}/trimming")
def trim(request: Request, pk: Id, body: TrimIn) -> TimerOut:
    """Take out of a running timer what ran while nobody worked; it rests then, or goes on."""
    if (body.until is None) == (body.idle_seconds is None):
        raise invalid(until="Give either until or idle_seconds.")
    until = body.until or request.at - timedelta(seconds=body.idle_seconds or 0)
    timer = trim_timer(
        timer=find(own_timers(request.actor), pk=pk), until=until, go_on=body.go_on,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return TimerOut.of(timer, request.at)


@endpoint(May.LOG_TIME, "POST", "timers/{pk}/discarding")
def discard(request: Request, pk: Id) -> TimerOut:
    """End a timer without an entry."""
    timer = find(own_timers(request.actor), pk=pk)
    return TimerOut.of(discard_timer(timer=timer, by=request.actor, at=request.at), request.at)
