"""Medians of durations of which some have not ended yet (Kaplan and Meier, 1958).

The cycle of a deal or the life of a customer: leaving out what still runs would make the median
too short, and counting it as ended would too. Kaplan-Meier uses it for as long as it was seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from upheld.measures.rules.distributions import Z
from upheld.measures.rules.figure import Figure, Interval, Lack, Method, lacking

LEAST_FOR_DURATIONS = 20

_HALF = 0.5
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something was seen, in seconds or days, and whether it ended then."""

    length: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From `length` on, the share `going_on` has not ended; low and high are its 95 % interval."""

    length: int
    going_on: float
    low: float
    high: float


def survival(durations: Iterable[Duration]) -> list[Step]:
    """Give the share still going on after each length at which something ended.

    What was last seen at the very length at which others ended counts as still going on then.
    The interval is Greenwood's on the log-log scale, which stays between 0 and 1.
    """
    steps: list[Step] = []
    going_on, greenwood = 1.0, 0.0
    for length, ended, at_risk in _endings(durations):
        going_on *= 1 - ended / at_risk
        if ended == at_risk:
            # The estimate has no spread of its own at the very end; the last ends carry over.
            last = steps[-1].high if steps else 1.0
            steps.append(Step(length, 0.0, 0.0, last))
            break
        greenwood += ended / (at_risk * (at_risk - ended))
        steps.append(Step(length, going_on, *_log_log(going_on, greenwood)))
    return steps


def _endings(durations: Iterable[Duration]) -> Iterator[tuple[int, int, int]]:
    """Give each length at which something ended, how many did, and how many were still seen."""
    rows = sorted(durations, key=lambda row: row.length)
    position, at_risk = 0, len(rows)
    while position < len(rows):
        length, ended, here = rows[position].length, 0, 0
        while position < len(rows) and rows[position].length == length:
            ended += rows[position].ended
            here += 1
            position += 1
        if ended:
            yield length, ended, at_risk
        at_risk -= here


def _log_log(going_on: float, greenwood: float) -> tuple[float, float]:
    reach = Z * math.sqrt(greenwood) / abs(math.log(going_on))
    return going_on ** math.exp(reach), going_on ** math.exp(-reach)


def median_duration(durations: Iterable[Duration], *, least: int = LEAST_FOR_DURATIONS) -> Figure:
    """Give the length at which half have ended, in the units that came in.

    The interval holds the lengths at which half may have ended by the interval of the curve
    (Brookmeyer and Crowley, 1982); its upper end is open where too little has been seen.
    """
    rows = list(durations)
    if len(rows) < max(least, 1):
        return lacking(Lack.TOO_FEW, len(rows), max(least, 1), Method.KAPLAN_MEIER)
    steps = survival(rows)
    value = next((step.length for step in steps if step.going_on <= _HALF + _NEAR), None)
    if value is None:
        return lacking(Lack.NOT_REACHED, len(rows), least, Method.KAPLAN_MEIER)
    low = next(step.length for step in steps if step.low <= _HALF + _NEAR)
    high = next((step.length for step in steps if step.high <= _HALF + _NEAR), None)
    return Figure(len(rows), least, Method.KAPLAN_MEIER, value, Interval(low, high))
