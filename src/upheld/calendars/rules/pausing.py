"""How long a server rests that could not be used."""

from __future__ import annotations

from datetime import timedelta

EVERY = timedelta(minutes=5)
"""How often a calendar is looked at."""
LONGEST = timedelta(hours=1)


def pause_after(failures: int) -> timedelta:
    """Give how long to wait after so many failures in a row: ever longer, up to an hour."""
    times: int = 1 << min(max(0, failures - 1), 10)
    return min(LONGEST, EVERY * times)
