"""When to try again what could not be sent."""

from __future__ import annotations

from datetime import datetime, timedelta

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30))
_LONGEST = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=4)
"""As RFC 5321 (4.5.4.1) advises: four to five days."""


def pause_after(failures: int) -> timedelta:
    """Give how long to wait after so many failures in a row (1 for the first)."""
    place = max(failures, 1) - 1
    return _PAUSES[place] if place < len(_PAUSES) else _LONGEST


def is_given_up(queued_at: datetime, at: datetime) -> bool:
    """Tell whether a mail has waited too long to be worth another attempt."""
    return at - queued_at >= GIVEN_UP_AFTER
