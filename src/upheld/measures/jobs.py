"""What measures do by themselves: keeping their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs import Daily, Every, Periodic, enqueue, job
from upheld.measures.catalogue import every_measure, measure_called
from upheld.measures.operations.measuring import HISTORY_MONTHS, measure_again

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("measures.keep_up", Every(minutes=60), "Measure this month and the last"),
    Periodic("measures.keep_history", Daily(2, 30), "Measure two years again"),
)

_LATELY = 2
_NOBODY_WAITS = 10


@job("measures.measure", title="Measure again")
def measure(*, by: Actor, at: datetime, key: str, months: int = HISTORY_MONTHS) -> str:
    """Compute one measure for its last months."""
    del by
    revised = measure_again(key, at, months)
    return f"{measure_called(key).title}: {months} months, {revised} revised."


@job("measures.keep_up", title="Measure this month and the last")
def keep_up(*, by: Actor, at: datetime) -> str:
    """Queue each measure, so that one that fails holds up no other."""
    del by, at
    return _queue_each(_LATELY)


@job("measures.keep_history", title="Measure two years again")
def keep_history(*, by: Actor, at: datetime) -> str:
    """Queue each measure for its whole history: late entries change past months."""
    del by, at
    return _queue_each(HISTORY_MONTHS)


def _queue_each(months: int) -> str:
    keys = [one.key for one in every_measure()]
    for key in keys:
        enqueue("measures.measure", urgency=_NOBODY_WAITS, key=key, months=months)
    return f"{len(keys)} measures queued."
