"""Odd time is found, passed as fine, asked about and explained. What nobody asks about is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_found
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import LookState, TimeLook
from upheld.timekeeping.operations.entering import company_named
from upheld.timekeeping.operations.locking import line_held_for
from upheld.timekeeping.queries.looking import odd_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor

NOT_ANSWERED = "Nothing was answered."


@operation(None)
def find_odd_time(*, since: datetime, by: Actor, at: datetime) -> Sequence[TimeLook]:
    """Note each odd entry that was entered from a moment on; finds each once, however often run."""
    del by
    found = []
    for entry, odd in odd_entries(since, at):
        look = TimeLook(
            entry=entry, person_id=entry.person_id, found_at=at,
            oddities=[{"code": one.code, "why": one.why} for one in odd],
        )  # fmt: skip
        look.save()
        _record(Event.TIME_FOUND_ODD, look, codes=[one.code for one in odd])
        found.append(look)
    return found or unchanged(found)


@operation(May.LOOK_OVER_TIME)
def pass_time(*, look: TimeLook, by: Actor, at: datetime, seen: int | None = None) -> TimeLook:
    """Say that an odd entry is fine. Refuses with: own_time, settled_meanwhile."""
    look = _open(look, by, at, seen)
    if look.state == LookState.FINE:
        return unchanged(look)
    look.change(state=LookState.FINE, settled_by_id=by.person_id, settled_at=at)
    _record(Event.TIME_PASSED, look)
    return look


@operation(May.LOOK_OVER_TIME)
def ask_about_time(
    *, look: TimeLook, question: str, by: Actor, at: datetime, seen: int | None = None
) -> TimeLook:
    """Send an odd entry back to whose it is, with a question.

    Refuses with: invalid_input, own_time, settled_meanwhile.
    """
    if not question.strip():
        raise invalid(question="Say what you want to know.")
    look = _open(look, by, at, seen)
    look.change(
        state=LookState.ASKED, question=question.strip()[:300], asked_by_id=by.person_id,
        asked_at=at, answer="", answered_at=None, settled_by_id=None, settled_at=None,
    )  # fmt: skip
    _record(Event.TIME_ASKED_ABOUT, look, private={"question": look.question})
    return look


@operation(May.LOG_TIME)
def explain_time(
    *, look: TimeLook, answer: str, by: Actor, at: datetime, seen: int | None = None
) -> TimeLook:
    """Answer a question about one's own time; whoever asked looks at it again.

    Refuses with: not_found (somebody else's), invalid_input, not_asked, settled_meanwhile.
    """
    if look.person_id != by.person_id:
        raise not_found("question")
    if not answer.strip():
        raise invalid(answer="Say how it was, or correct the entry.")
    look = lock(look, seen)
    _require_standing(look, by, at)
    if look.state != LookState.ASKED:
        raise Refused(
            "not_asked", "Nobody waits for an answer to this any more.", what=NOT_ANSWERED,
            remedy="Look at your day again.",
        )  # fmt: skip
    look.change(state=LookState.EXPLAINED, answer=answer.strip()[:500], answered_at=at)
    _record(Event.TIME_EXPLAINED, look, private={"answer": look.answer})
    return look


def _open(look: TimeLook, by: Actor, at: datetime, seen: int | None) -> TimeLook:
    look = lock(look, seen)
    if look.person_id == by.person_id and not by.may(May.UNLOCK_TIME):
        raise Refused(
            "own_time", "It is your own time.", what=NOT_ANSWERED,
            remedy="Somebody else who looks over time, or the owner, answers it.",
        )  # fmt: skip
    _require_standing(look, by, at)
    return look


def _require_standing(look: TimeLook, by: Actor, at: datetime) -> None:
    """Refuse where the entry was corrected or its day was locked since."""
    line = line_held_for(look.entry.worked_on, by, at)
    if look.entry.void or (line is not None and look.entry.worked_on <= line):
        raise Refused(
            "settled_meanwhile",
            "The entry was corrected, or its day was locked since: it is settled.",
            what=NOT_ANSWERED,
            remedy="Look at the page again.",
        )


def _record(
    event: Event,
    look: TimeLook,
    *,
    codes: Sequence[str] = (),
    private: Mapping[str, str] | None = None,
) -> None:
    entry = look.entry
    about = [entry, company_named(entry.company_id)]
    more: dict[str, Any] = {"codes": list(codes)} if codes else {}
    record(event, look, about=about, private=private, person=look.person_id, entry=entry.pk, **more)
