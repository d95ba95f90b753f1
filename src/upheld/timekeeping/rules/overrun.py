"""A timer that ran on when the working day was over: somebody went home and forgot it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from upheld.foundation.values.period import Period

GOES_ON = timedelta(minutes=30)
"""Who finishes something after hours is not asked about it."""


def day_ended_at(begun: datetime, at: datetime, working: Iterable[Period]) -> datetime | None:
    """Give the end of the working day in which a timer was started, if it ran well past it.

    `working` are the open stretches of that day. None for a timer that was started after the day
    was over, or on a day off: then nobody knows better when it ended.
    """
    ends = [one.end for one in working if one.end > begun]
    if not ends or at <= ends[-1] + GOES_ON:
        return None
    return ends[-1]
