"""Reminding of days that are over and not full, and raising what is over pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.timekeeping.operations.pace import raise_pace
from upheld.timekeeping.operations.reminding import remind_of_days

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("timekeeping.remind", Every(minutes=30), "Remind of days that are not full"),
    Periodic("timekeeping.raise_pace", Every(minutes=12 * 60), "Raise weeks over pace"),
)


@job("timekeeping.remind", title="Remind of days that are not full")
def remind(*, by: Actor, at: datetime) -> str:
    """Remind of what is missing, and stop where nothing is."""
    return f"{len(remind_of_days(by=by, at=at))} days"


@job("timekeeping.raise_pace", title="Raise weeks over pace")
def pace(*, by: Actor, at: datetime) -> str:
    """Raise with their managers who was over pace for weeks in a row."""
    return f"{len(raise_pace(by=by, at=at))} raised"
