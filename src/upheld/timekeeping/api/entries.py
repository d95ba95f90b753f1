"""The endpoints of time that was logged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import AwareDatetime, Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused
from upheld.people.models import Person
from upheld.timekeeping.lists import TIME
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.time import correct_time, log_time, void_time
from upheld.timekeeping.queries.entries import visible_time
from upheld.timekeeping.targets import Target, find_target, rule_in_words

Id = Annotated[int, Field(ge=1, le=2**62)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Note = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Seconds = Annotated[int, Field(ge=1, le=24 * 3600)]
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)]


class TimeEntryOut(Schema):
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
    billing_rule: str
    """The code of the rule that decided who pays, such as desk.agreement."""
    billing_because: str
    """That rule in words."""
    worked_on: date
    started_at: datetime | None
    seconds: int
    entered_at: datetime
    note: str
    replaces: int | None
    adjusts: int | None
    """The locked entry of which this is a correction; then `seconds` may be less than nothing."""
    counts: bool
    version: int

    @classmethod
    def of(cls, entry: TimeEntry) -> TimeEntryOut:
        """Show an entry."""
        same = ("id", "on_kind", "on_id", "on_title", "on_url", "category", "billing",
                "billing_rule", "worked_on", "started_at", "seconds", "entered_at", "note",
                "version")  # fmt: skip
        return cls(
            person=entry.person_id,
            company=entry.company_id,
            replaces=entry.replaces_id,
            adjusts=entry.adjusts_id,
            counts=not entry.void,
            billing_because=rule_in_words(entry.billing_rule, entry.billing_named).words,
            **{name: getattr(entry, name) for name in same},
        )


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


class TimeReasonIn(Schema):
    """Why something is done."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


@endpoint(May.LOG_TIME, "GET", "time", lists=TIME)
def entries(request: Request) -> Paged[TimeEntryOut]:
    """List time: one's own, or everybody's with that right."""
    rows = visible_time(request.actor).select_related("person", "company")
    return paged(TIME, rows, request, TimeEntryOut.of)


@endpoint(May.LOG_TIME, "POST", "time", status=201)
def log(request: Request, body: EntryIn) -> TimeEntryOut:
    """Log time on something, one's own or, with that right, another's."""
    person = find(Person.objects.filter(active=True), pk=body.person) if body.person else None
    entry = log_time(
        target=wanted_target(request, body.on), person=person, seconds=body.seconds or 0,
        started_at=body.started_at, ended_at=body.ended_at, worked_on=body.worked_on,
        note=body.note, setting_aside=frozenset(body.setting_aside), by=request.actor,
        at=request.at,
    )  # fmt: skip
    return TimeEntryOut.of(entry)


@endpoint(May.LOG_TIME, "GET", "time/{pk}")
def entry(request: Request, response: HttpResponse, pk: Id) -> TimeEntryOut:
    """Show an entry."""
    found = find(visible_time(request.actor), pk=pk)
    return with_etag(response, found, TimeEntryOut.of(found))


@endpoint(May.LOG_TIME, "POST", "time/{pk}/correction", status=201)
def correct(request: Request, pk: Id, body: CorrectionIn) -> TimeEntryOut:
    """Put a new entry in the place of one, which stays to be seen; send If-Match.

    Of a locked entry, the difference is booked on the first open day, and given.
    """
    found = find(visible_time(request.actor).select_related("person"), pk=pk)
    values = body.model_dump(exclude={"setting_aside"})
    fresh = correct_time(
        entry=found, seen=seen_version(request), by=request.actor, at=request.at,
        setting_aside=frozenset(body.setting_aside), **values,
    )  # fmt: skip
    return TimeEntryOut.of(fresh)


@endpoint(May.LOG_TIME, "POST", "time/{pk}/voiding")
def void(request: Request, pk: Id, body: TimeReasonIn) -> TimeEntryOut:
    """Let an entry count no more."""
    found = find(visible_time(request.actor), pk=pk)
    return TimeEntryOut.of(
        void_time(entry=found, reason=body.reason, seen=seen_version(request), by=request.actor,
                  at=request.at)
    )  # fmt: skip


def wanted_target(request: Request, wanted: TargetIn) -> Target:
    """Find what time is to be logged on. Refuses with: no_such_target."""
    found = find_target(request.actor, wanted.kind, wanted.number)
    if found is None:
        raise Refused(
            "no_such_target",
            f"There is no {wanted.kind} with that number that you can see.",
            what="The time was not logged.",
            remedy="Check the kind and the number.",
        )
    return found
