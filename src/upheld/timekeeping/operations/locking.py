"""Time is locked up to a day, and opened again with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Doubts, Refused, invalid
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import LookState, TimeLock
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.queries.looking import open_looks
from upheld.timekeeping.rules.locking import (
    booked_on,
    last_lockable_day,
    locking_cautions,
    locking_problem,
    unlocking_problem,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason


@operation(May.LOCK_TIME)
def lock_time(
    *, through: date, by: Actor, at: datetime, setting_aside: frozenset[str] = frozenset()
) -> TimeLock:
    """Lock everybody's time up to and with a day: what nobody objected to is approved by it.

    Refuses with: day_not_over, locked_already, cautioned (not_looked_at, questions_open).
    """
    problem = locking_problem(through, held_line(by), at)
    _require(problem, "Time was not locked.")
    doubts = Doubts(setting_aside)
    for caution in locking_cautions(*_objected(through)):
        doubts.consider(caution)
    return _move(through, Event.TIME_LOCKED, "", by, at, doubts.settle())


def _objected(through: date) -> tuple[int, int]:
    """Count the odd entries up to a day that nobody looked at, and those asked about: one query."""
    rows = open_looks().filter(entry__worked_on__lte=through)
    states = list(rows.values_list("state", flat=True))
    return states.count(LookState.OPEN), len(states) - states.count(LookState.OPEN)


@operation(May.UNLOCK_TIME)
def unlock_time(*, through: date | None, reason: str, by: Actor, at: datetime) -> TimeLock:
    """Move the lock back to a day, or away (None); what was booked on open days stays there.

    Refuses with: invalid_input, not_locked.
    """
    if not reason.strip():
        raise invalid(reason="Say why settled days are opened again.")
    _require(unlocking_problem(through, held_line(by)), "Time was not unlocked.")
    return _move(through, Event.TIME_UNLOCKED, reason.strip()[:300], by, at)


def line_held_for(day: date, by: Actor, at: datetime) -> date | None:
    """Give the last locked day and keep the line still until the transaction ends.

    Asks nothing for a day that cannot be locked yet: most time is logged on its own day, and
    then nobody waits for anybody. Two queries otherwise.
    """
    return None if day > last_lockable_day(at) else held_line(by)


def require_open(day: date, by: Actor, at: datetime, what: str) -> None:
    """Refuse with time_locked where a day is locked; `what` says what was not done."""
    locked = line_held_for(day, by, at)
    if locked is not None and day <= locked:
        raise locked_day(locked, what)


def locked_day(locked: date, what: str) -> Refused:
    """Build the refusal for work on a day that is settled."""
    first = booked_on(locked, locked)
    return Refused(
        "time_locked",
        f"Time is locked up to {locked}: what was worked by then is settled.",
        what=what,
        remedy=f"Enter it on {first} or later, and say in the note when it was.",
    )


def held_line(by: Actor) -> date | None:
    """Give the last locked day and keep the line still until the transaction ends: two queries."""
    # Not the whole row: keys point at it from every row that is written meanwhile.
    Provider.objects.select_for_update(no_key=True).only("pk").get(pk=by.provider_id)
    return locked_through()


def _move(
    through: date | None,
    event: Event,
    reason: str,
    by: Actor,
    at: datetime,
    set_aside: tuple[str, ...] = (),
) -> TimeLock:
    lock = TimeLock(through=through, moved_by_id=by.person_id, moved_at=at, reason=reason)
    lock.save()
    record(event, lock, reason=reason, set_aside=set_aside, through=through)
    return lock


def _require(problem: Reason | None, what: str) -> None:
    if problem is not None:
        raise Refused(problem.code, problem.why, what=what, remedy=problem.remedy)
