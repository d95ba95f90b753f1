"""The endpoints of second looks at time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.timekeeping.api.entries import Id, TimeEntryOut
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeLook
from upheld.timekeeping.operations.looking import ask_about_time, explain_time, pass_time
from upheld.timekeeping.queries.looking import looks_page, questions_to

Words = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class OddityOut(Schema):
    """One thing that is odd about an entry."""

    code: str
    why: str


class LookOut(Schema):
    """An odd entry and what was said to it."""

    id: int
    entry: TimeEntryOut
    oddities: list[OddityOut]
    state: str
    question: str
    asked_at: datetime | None
    answer: str
    answered_at: datetime | None
    version: int

    @classmethod
    def of(cls, look: TimeLook) -> LookOut:
        """Show a look."""
        same = ("id", "state", "question", "asked_at", "answer", "answered_at", "version")
        return cls(
            entry=TimeEntryOut.of(look.entry),
            oddities=[OddityOut(**one) for one in look.oddities],
            **{name: getattr(look, name) for name in same},
        )


class AskIn(Schema):
    """What a manager wants to know."""

    question: Words


class ExplainIn(Schema):
    """How it was."""

    answer: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


@endpoint(May.LOOK_OVER_TIME, "GET", "time-looks")
def looks(request: Request) -> list[LookOut]:
    """List what is odd and not settled, what was explained first."""
    del request
    page = looks_page()
    return [LookOut.of(one) for one in (*page.turns, *page.asked)]


@endpoint(May.LOOK_OVER_TIME, "POST", "time-looks/{look}/passing")
def passing(request: Request, look: Id) -> LookOut:
    """Say that an odd entry is fine."""
    found = find(TimeLook.objects.select_related("entry"), pk=look)
    return LookOut.of(
        pass_time(look=found, seen=seen_version(request), by=request.actor, at=request.at)
    )


@endpoint(May.LOOK_OVER_TIME, "POST", "time-looks/{look}/question")
def question(request: Request, look: Id, body: AskIn) -> LookOut:
    """Send an odd entry back to whose it is, with a question."""
    found = find(TimeLook.objects.select_related("entry"), pk=look)
    return LookOut.of(
        ask_about_time(look=found, question=body.question, seen=seen_version(request),
                       by=request.actor, at=request.at)
    )  # fmt: skip


@endpoint(May.LOG_TIME, "GET", "time-questions")
def questions(request: Request) -> list[LookOut]:
    """List what one was asked about one's own time."""
    return [LookOut.of(one) for one in questions_to(request.actor.person_id)[:100]]


@endpoint(May.LOG_TIME, "POST", "time-questions/{look}/answer")
def answer(request: Request, look: Id, body: ExplainIn) -> LookOut:
    """Answer a question about one's own time."""
    own = TimeLook.objects.filter(person_id=request.actor.person_id or 0)
    found = find(own.select_related("entry"), pk=look)
    return LookOut.of(
        explain_time(look=found, answer=body.answer, seen=seen_version(request), by=request.actor,
                     at=request.at)
    )  # fmt: skip
