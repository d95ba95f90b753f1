"""The line by which a call is logged, and how long a call may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(hours=12)
"""A longer one was forgotten: nobody knows how long it really lasted."""
SHORTEST = timedelta(minutes=1)
"""Less is no stretch of time that could be logged."""


def line_of_call(
    about: str, note: str, start: datetime, end: datetime, zone: str, at: datetime
) -> str:
    """Give the capture line that logs a call: `acme 10:02-10:14 printer`.

    `about` is a customer's name or a ticket as `#12`. Hours are in `zone`; of a call that was not
    today the day is said.
    """
    local = ZoneInfo(zone)
    began, ended = start.astimezone(local), max(end, start + SHORTEST).astimezone(local)
    day = "" if began.date() == at.astimezone(local).date() else f"{began:%Y-%m-%d} "
    words = " ".join(note.split())[:200]
    return f"{about} {day}{began:%H:%M}-{ended:%H:%M} {words}".strip()
