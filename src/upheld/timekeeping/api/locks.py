"""The endpoints of locked time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.timekeeping.api.entries import Codes
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeLock
from upheld.timekeeping.operations.locking import lock_time, unlock_time
from upheld.timekeeping.queries.locks import locks_page


class LockOut(Schema):
    """One move of the lock."""

    through: date | None
    """The last locked day; nothing where no day is locked."""
    moved_by: int | None
    moved_at: datetime
    reason: str

    @classmethod
    def of(cls, lock: TimeLock) -> LockOut:
        """Show a move."""
        return cls(
            through=lock.through, moved_by=lock.moved_by_id, moved_at=lock.moved_at,
            reason=lock.reason,
        )  # fmt: skip


class LocksOut(Schema):
    """Where the lock stands."""

    through: date | None
    latest: date
    """The latest day that could be locked now."""
    moves: list[LockOut]


class LockIn(Schema):
    """Up to which day time is settled."""

    through: date
    setting_aside: Codes = []


class UnlockIn(Schema):
    """Up to which day time stays settled, and why the days after it are opened."""

    through: date | None = None
    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


@endpoint(May.SEE_TIME, "GET", "time-locks")
def locks(request: Request) -> LocksOut:
    """Say up to which day time is locked, and how that came."""
    page = locks_page(request.actor, request.at)
    moves = [LockOut.of(one) for one in page.moves]
    return LocksOut(through=page.through, latest=page.latest, moves=moves)


@endpoint(May.LOCK_TIME, "POST", "time-locks", status=201)
def lock(request: Request, body: LockIn) -> LockOut:
    """Lock everybody's time up to and with a day."""
    aside = frozenset(body.setting_aside)
    return LockOut.of(
        lock_time(through=body.through, setting_aside=aside, by=request.actor, at=request.at)
    )


@endpoint(May.UNLOCK_TIME, "POST", "time-locks/moving-back", status=201)
def unlock(request: Request, body: UnlockIn) -> LockOut:
    """Move the lock back to a day, or away."""
    done = unlock_time(through=body.through, reason=body.reason, by=request.actor, at=request.at)
    return LockOut.of(done)
