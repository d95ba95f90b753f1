"""Finding odd time, some minutes after it was entered: a line that is typed waits for no rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.timekeeping.operations.looking import find_odd_time

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LOOKS_BACK = timedelta(days=3)
"""A server that stood still over a weekend misses nothing."""

PERIODIC = (Periodic("timekeeping.find_odd", Every(minutes=15), "Find odd time entries"),)


@job("timekeeping.find_odd", title="Find odd time entries")
def find_odd(*, by: Actor, at: datetime) -> str:
    """Judge what was entered lately and not judged odd before."""
    found = find_odd_time(since=at - LOOKS_BACK, by=by, at=at)
    return f"{len(found)} to look at"
