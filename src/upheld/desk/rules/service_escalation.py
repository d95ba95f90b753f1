"""When whom of a service level's people is told that a target is in danger, or missed.

A step is reached once the time counted comes to its share of the target, rounded up to whole
seconds; the step at the whole of a target is the breach, and is reached one second after the due
moment, as an answer at the due moment is in time. A clock that rests reaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from upheld.desk.rules.service_clock import ClockReading, Standing
from upheld.desk.rules.ticket_events import WHOLE_PPM, Step
from upheld.foundation.values.business_time import add_business_seconds

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Call:
    """A step of a clock, and when it is or was reached."""

    reading: ClockReading
    step: Step
    at: datetime


def calls(readings: Iterable[ClockReading], *, at: datetime) -> tuple[Call, ...]:
    """Give the steps that the open clocks have reached or are on the way to, the next first.

    Of a clock that is read at `at`; what was reached before counts as reached at `at`.
    """
    found = [
        Call(reading, step, moment)
        for reading in readings
        for step, moment in _steps_of(reading, at)
    ]
    return tuple(sorted(found, key=lambda call: (call.at, call.step.share_ppm)))


def to_tell(found: Iterable[Call], *, at: datetime) -> tuple[Call, ...]:
    """Give the calls that are reached: of one target only those of the highest share.

    Whoever looks late, after a standstill, is told what is the matter now, not what it was before.
    """
    reached = [call for call in found if call.at <= at]
    highest: dict[tuple[str, datetime], int] = {}
    for call in reached:
        key = (call.reading.target, call.reading.began_at)
        highest[key] = max(highest.get(key, 0), call.step.share_ppm)
    return tuple(
        call
        for call in reached
        if call.step.share_ppm == highest[call.reading.target, call.reading.began_at]
    )


def next_call(found: Iterable[Call], *, after: datetime) -> datetime | None:
    """Give when the next step is reached after a moment, None where none is on its way."""
    return min((call.at for call in found if call.at > after), default=None)


def _steps_of(reading: ClockReading, at: datetime) -> Iterator[tuple[Step, datetime]]:
    if not reading.is_open or reading.target_seconds is None:
        return
    for step in reading.policy.steps:
        if step.target not in {None, reading.target}:
            continue
        moment = _reached(reading, step, reading.target_seconds, at)
        if moment is not None:
            yield step, moment


def _reached(reading: ClockReading, step: Step, target: int, at: datetime) -> datetime | None:
    is_missed = reading.standing is Standing.MISSED
    if is_missed and reading.due_at is not None:
        # The breach has its own moment; whatever comes before a breach is past by then.
        return reading.due_at + _SECOND if step.is_breach else reading.due_at
    is_paused = reading.standing is Standing.PAUSED
    if step.is_breach:
        return None if is_paused or reading.due_at is None else reading.due_at + _SECOND
    left = -(-target * step.share_ppm // WHOLE_PPM) - reading.used_seconds
    if left <= 0:
        return at
    return None if is_paused else add_business_seconds(reading.policy.calendar, at, left)
