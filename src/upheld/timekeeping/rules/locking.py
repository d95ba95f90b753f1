"""Which days are settled, and what a correction of settled time comes to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from upheld.foundation.refusals import Caution, Reason

Work = TypeVar("Work", bound=Hashable)

LAST_ON_EARTH = timedelta(hours=12)
"""How far the clocks of the last zone are behind UTC."""

STILL_SAVED = timedelta(hours=1)
"""Whatever was being saved when a day ended is saved by then."""


def last_lockable_day(at: datetime) -> date:
    """Give the latest day that can be locked: the last one that is over for everybody on earth.

    So nobody's today is ever locked, and logging time today need not ask whether it is.
    """
    here = at.astimezone(UTC) - LAST_ON_EARTH - STILL_SAVED
    return here.date() - timedelta(days=1)


def locking_problem(through: date, locked: date | None, at: datetime) -> Reason | None:
    """Say why time cannot be locked up to a day, or None.

    Problems: day_not_over, locked_already.
    """
    if through > last_lockable_day(at):
        return Reason(
            "day_not_over",
            "That day is not over for everybody, wherever they work.",
            f"Lock up to {last_lockable_day(at)} or an earlier day.",
        )
    if locked is not None and through <= locked:
        return Reason(
            "locked_already",
            f"Time is locked up to {locked} already.",
            "Choose a later day. To open days again, the owner unlocks them with a reason.",
        )
    return None


def locking_cautions(not_looked_at: int, asked_about: int) -> list[Caution]:
    """Say what a lock would approve though somebody may object: not_looked_at, questions_open."""
    found = []
    if not_looked_at:
        found.append(
            Caution(
                "not_looked_at",
                f"Odd entries up to then that nobody looked at: {not_looked_at}.",
                "Look at them first, or lock and approve them as they are.",
            )
        )
    if asked_about:
        found.append(
            Caution(
                "questions_open",
                f"Entries up to then that somebody was asked about: {asked_about}.",
                "Wait for the answers, or lock and approve them as they are.",
            )
        )
    return found


def unlocking_problem(through: date | None, locked: date | None) -> Reason | None:
    """Say why the lock cannot be moved back to a day (None: to nothing locked), or None.

    Problems: not_locked.
    """
    if locked is None or (through is not None and through >= locked):
        return Reason(
            "not_locked",
            "Those days are not locked.",
            "Choose a day before the one up to which time is locked.",
        )
    return None


def booked_on(worked_on: date, locked: date | None) -> date:
    """Give the day on which a correction is booked: the first open one, not before the work."""
    return worked_on if locked is None else max(worked_on, locked + timedelta(days=1))


def differences(standing: Mapping[Work, int], wanted: Work | None, seconds: int) -> dict[Work, int]:
    """Give the seconds to book on each work, so that only `seconds` on `wanted` remain.

    `standing` is what the settled entry and its earlier corrections come to, by work. What is
    wrong is taken out before what is right is put in. Nothing is given for work that stays.
    """
    out = {work: -known for work, known in standing.items() if known and work != wanted}
    more = 0 if wanted is None else seconds - standing.get(wanted, 0)
    return {**out, wanted: more} if wanted is not None and more else out
