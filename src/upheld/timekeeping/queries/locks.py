"""Where the lock of time stands, and how it came there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeEntry, TimeLock
from upheld.timekeeping.rules.locking import last_lockable_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor

MOVES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class LocksPage:
    """Where the lock stands, how far it could go, and the latest moves, newest first."""

    through: date | None
    latest: date
    moves: tuple[TimeLock, ...]
    adjusted: int
    """How many corrections of locked time there are."""
    may_lock: bool
    may_unlock: bool


def locked_through() -> date | None:
    """Give the last locked day, or None: one query."""
    rows = TimeLock.objects.order_by("-pk").values_list("through", flat=True)
    found: date | None = rows.first()
    return found


def locks_page(actor: Actor, at: datetime) -> LocksPage:
    """Read the page of locks: two queries."""
    moves = tuple(TimeLock.objects.select_related("moved_by").order_by("-pk")[:MOVES_SHOWN])
    return LocksPage(
        through=moves[0].through if moves else None,
        latest=last_lockable_day(at),
        moves=moves,
        adjusted=TimeEntry.objects.filter(adjusts__isnull=False, void=False).count(),
        may_lock=actor.may(May.LOCK_TIME),
        may_unlock=actor.may(May.UNLOCK_TIME),
    )
