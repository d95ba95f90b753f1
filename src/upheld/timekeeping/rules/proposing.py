"""When something that somebody did is probably time: not logged yet, not declined, and over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ANSWERING = timedelta(minutes=10)
"""What an answer is guessed to take, before the moment at which it was sent."""
ONE_SITTING = timedelta(hours=1)
"""Answers on the same ticket no further apart are guessed to be one stretch of work."""


@dataclass(frozen=True, slots=True)
class Known:
    """Time that is logged: on what, on which day, and from when if that is known."""

    kind: str
    id: int | None
    worked_on: date
    seconds: int
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """Some moments that belong together, guessed as one stretch of `seconds`."""

    first: int
    """Which of the moments begins it, by its place."""
    started_at: datetime
    seconds: int
    moments: int


def is_logged(
    kind: str, pk: int | None, day: date, start: datetime, end: datetime, known: Iterable[Known]
) -> bool:
    """Tell whether time on the same thing covers a stretch already.

    Logged without an hour, it may be that stretch if it is of the same day; otherwise it is if the
    two share some moment.
    """
    for one in known:
        if (one.kind, one.id) != (kind, pk):
            continue
        if one.started_at is None:
            if one.worked_on == day:
                return True
        elif one.started_at < end and start < one.started_at + timedelta(seconds=one.seconds):
            return True
    return False


def sittings(moments: Sequence[datetime]) -> list[Sitting]:
    """Gather moments in order of time into stretches, each from ten minutes before its first."""
    found: list[Sitting] = []
    first = 0
    for place, moment in enumerate(moments):
        last = place + 1 == len(moments)
        if last or moments[place + 1] - moment > ONE_SITTING:
            start = moments[first] - ANSWERING
            length = int((moment - start).total_seconds())
            found.append(Sitting(first, start, length, place + 1 - first))
            first = place + 1
    return found
