"""When a review is due and how long it took, in business seconds of whoever is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from upheld.foundation.values.business_time import (
    Calendar,
    add_business_seconds,
    business_seconds_between,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way: when it was asked and within how many business seconds."""

    asked_at: datetime
    within_seconds: int
    answered_at: datetime | None = None


def due_at(asked: Asked, calendar: Calendar) -> datetime:
    """Give the moment by which the answer is promised. Raises NeverOpen."""
    return add_business_seconds(calendar, asked.asked_at, asked.within_seconds)


def turnaround(asked: Asked, calendar: Calendar, at: datetime) -> int:
    """Count the business seconds until the answer, or until `at` while there is none."""
    until = asked.answered_at if asked.answered_at is not None else at
    return business_seconds_between(calendar, asked.asked_at, until)


def is_late(asked: Asked, calendar: Calendar, at: datetime) -> bool:
    """Tell whether the answer came, or stays away, later than promised.

    An answer after closing time on the due day is not late: no business second has passed.
    """
    return turnaround(asked, calendar, at) > asked.within_seconds


def reminder_due_at(asked: Asked, calendar: Calendar) -> datetime:
    """Give the moment of the private nudge: half the time has passed, half is left."""
    return add_business_seconds(calendar, asked.asked_at, asked.within_seconds // 2)
