"""The endpoints of time: the capture line, entries and timers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused
from upheld.people.models import Person
from upheld.timekeeping.lists import TIME
from upheld.timekeeping.may import May
from upheld.timekeeping.models import CaptureUndo, TimeEntry, Timer
from upheld.timekeeping.operations.capture import capture, undo_capture
from upheld.timekeeping.operations.time import correct_time, log_time, void_time
from upheld.timekeeping.operations.timers import (
    discard_timer,
    pause_timer,
    resume_timer,
    seconds_of,
    start_timer,
    stop_timer,
)
from upheld.timekeeping.queries.entries import visible_time
from upheld.timekeeping.queries.reading import read_capture
from upheld.timekeeping.queries.timers import own_timers
from upheld.timekeeping.targets import Target, find_target

Id = Annotated[int, Field(ge=1, le=2**62)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Line = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Note = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Seconds = Annotated[int, Field(ge=1, le=24 * 3600)]
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)]


class EntryOut(Schema):
    """Some seconds of one person's on one thing."""

    id: int
    person: int
    company: int | None
    on_kind: str
    on_id: int | None
    on_title: str
    on_url: str
    category: str
    billing: str
    worked_on: date
    started_at: datetime | None
    seconds: int
    entered_at: datetime
    note: str
    replaces: int | None
    counts: bool
    version: int

    @classmethod
    def of(cls, entry: TimeEntry) -> EntryOut:
        """Show an entry."""
        same = ("id", "on_kind", "on_id", "on_title", "on_url", "category", "billing",
                "worked_on", "started_at", "seconds", "entered_at", "note", "version")  # fmt: skip
        return cls(
            person=entry.person_id,
            company=entry.company_id,
            replaces=entry.replaces_id,
            counts=not entry.void,
            **{name: getattr(entry, name) for name in same},
        )


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


class CaptureIn(Schema):
    """A line, as it is typed at the top of every page."""

    line: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
    start_timer: bool = False
    setting_aside: Codes = []


class CaptureOut(Schema):
    """What a line made."""

    on_kind: str
    on_id: int | None
    on_number: int | None
    on_title: str
    on_url: str
    opened: bool
    entry: EntryOut | None
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


class TargetIn(Schema):
    """What time is on: a kind, and the number that people say."""

    kind: Annotated[str, Field(pattern="^[a-z]{1,20}$")]
    number: Number | None = None


class EntryIn(Schema):
    """Time to log: a length, or from when to when."""

    on: TargetIn
    seconds: Seconds | None = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    worked_on: date | None = None
    note: Note = ""
    person: Id | None = None
    setting_aside: Codes = []


class CorrectionIn(Schema):
    """What an entry should say; what is left out stays."""

    seconds: Seconds | None = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    worked_on: date | None = None
    note: Note | None = None
    setting_aside: Codes = []


class ReasonIn(Schema):
    """Why something is done."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class TimerIn(Schema):
    """What a timer is for."""

    on: TargetIn
    note: Note = ""


class StopIn(Schema):
    """How long the work took, where the timer is wrong."""

    seconds: Seconds | None = None
    note: Note | None = None
    setting_aside: Codes = []


@endpoint(May.LOG_TIME, "POST", "capture", status=201)
def capture_line(request: Request, body: CaptureIn) -> CaptureOut:
    """Do what a line says: ticket and time, time on something, a timer."""
    done = capture(
        line=body.line, start_timer=body.start_timer, by=request.actor, at=request.at,
        setting_aside=frozenset(body.setting_aside),
    )  # fmt: skip
    return CaptureOut(
        on_kind=done.target.kind, on_id=done.target.id, on_title=done.target.title,
        on_number=getattr(done.target.row, "number", None), on_url=done.target.url,
        opened=done.opened, entry=EntryOut.of(done.entry) if done.entry else None,
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


@endpoint(May.LOG_TIME, "GET", "time", lists=TIME)
def entries(request: Request) -> Paged[EntryOut]:
    """List time: one's own, or everybody's with that right."""
    rows = visible_time(request.actor).select_related("person", "company")
    return paged(TIME, rows, request, EntryOut.of)


@endpoint(May.LOG_TIME, "POST", "time", status=201)
def log(request: Request, body: EntryIn) -> EntryOut:
    """Log time on something, one's own or, with that right, another's."""
    person = find(Person.objects.filter(active=True), pk=body.person) if body.person else None
    entry = log_time(
        target=_target(request, body.on), person=person, seconds=body.seconds or 0,
        started_at=body.started_at, ended_at=body.ended_at, worked_on=body.worked_on,
        note=body.note, setting_aside=frozenset(body.setting_aside), by=request.actor,
        at=request.at,
    )  # fmt: skip
    return EntryOut.of(entry)


@endpoint(May.LOG_TIME, "GET", "time/{pk}")
def entry(request: Request, response: HttpResponse, pk: Id) -> EntryOut:
    """Show an entry."""
    found = find(visible_time(request.actor), pk=pk)
    return with_etag(response, found, EntryOut.of(found))


@endpoint(May.LOG_TIME, "POST", "time/{pk}/correction", status=201)
def correct(request: Request, pk: Id, body: CorrectionIn) -> EntryOut:
    """Put a new entry in the place of one, which stays to be seen; send If-Match."""
    found = find(visible_time(request.actor).select_related("person"), pk=pk)
    values = body.model_dump(exclude={"setting_aside"})
    fresh = correct_time(
        entry=found, seen=seen_version(request), by=request.actor, at=request.at,
        setting_aside=frozenset(body.setting_aside), **values,
    )  # fmt: skip
    return EntryOut.of(fresh)


@endpoint(May.LOG_TIME, "POST", "time/{pk}/voiding")
def void(request: Request, pk: Id, body: ReasonIn) -> EntryOut:
    """Let an entry count no more."""
    found = find(visible_time(request.actor), pk=pk)
    return EntryOut.of(
        void_time(entry=found, reason=body.reason, seen=seen_version(request), by=request.actor,
                  at=request.at)
    )  # fmt: skip


@endpoint(May.LOG_TIME, "GET", "timers")
def timers(request: Request) -> list[TimerOut]:
    """List one's timers, the running one first."""
    return [TimerOut.of(timer, request.at) for timer in own_timers(request.actor)[:100]]


@endpoint(May.LOG_TIME, "POST", "timers", status=201)
def start(request: Request, body: TimerIn) -> TimerOut:
    """Start a timer; the one that runs is paused."""
    timer = start_timer(
        target=_target(request, body.on), note=body.note, by=request.actor, at=request.at
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
def stop(request: Request, pk: Id, body: StopIn) -> EntryOut:
    """End a timer in an entry."""
    timer = find(own_timers(request.actor), pk=pk)
    made = stop_timer(
        timer=timer, seconds=body.seconds, note=body.note, by=request.actor, at=request.at,
        setting_aside=frozenset(body.setting_aside),
    )  # fmt: skip
    return EntryOut.of(made)


@endpoint(May.LOG_TIME, "POST", "timers/{pk}/discarding")
def discard(request: Request, pk: Id) -> TimerOut:
    """End a timer without an entry."""
    timer = find(own_timers(request.actor), pk=pk)
    return TimerOut.of(discard_timer(timer=timer, by=request.actor, at=request.at), request.at)


def _target(request: Request, wanted: TargetIn) -> Target:
    found = find_target(request.actor, wanted.kind, wanted.number)
    if found is None:
        raise Refused(
            "no_such_target",
            f"There is no {wanted.kind} with that number that you can see.",
            what="The time was not logged.",
            remedy="Check the kind and the number.",
        )
    return found
