"""Stretches of whole seconds since 1970, and what a zone's wall clock makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from upheld.foundation.values.period import Period, in_utc

Span = tuple[int, int]
"""Seconds since 1970 in UTC, half-open."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


def second_of(moment: datetime) -> int:
    """Give the whole second in which a moment lies. Raises BadPeriod: moment_without_zone."""
    return (in_utc(moment) - _EPOCH) // _SECOND


def moment_of(second: int) -> datetime:
    """Give the moment (UTC) at which a second begins."""
    return _EPOCH + timedelta(seconds=second)


def wall_second(day: date, clock: time) -> int:
    """Give a reading of the wall clock as if its zone were UTC."""
    return (datetime.combine(day, clock, UTC) - _EPOCH) // _SECOND


def span_of(period: Period) -> Span:
    """Give a period as a span."""
    return second_of(period.start), second_of(period.end)


def steady_pieces(zone: ZoneInfo, start: int, end: int) -> list[tuple[int, int, int]]:
    """Cut a UTC day where the zone changes its offset; give start, end, offset in seconds.

    No zone has ever changed twice within a day, so one cut is looked for.
    """
    before, after = _offset(zone, start), _offset(zone, end - 1)
    if before == after:
        return [(start, end, before)]
    early, late = start, end - 1
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(zone, middle) == before:
            early = middle
        else:
            late = middle
    return [(start, late, before), (late, end, after)]


def _offset(zone: ZoneInfo, second: int) -> int:
    shift = moment_of(second).astimezone(zone).utcoffset()
    return shift // _SECOND if shift is not None else 0


def within(start: int, end: int, spans: Iterable[Span]) -> list[Span]:
    """Keep what lies in [start, end) of each span."""
    cut = ((max(first, start), min(last, end)) for first, last in spans)
    return [(first, last) for first, last in cut if first < last]


def merged(spans: list[Span]) -> list[Span]:
    """Put spans in order and join those that touch or overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without(spans: list[Span], hole: Span) -> list[Span]:
    """Take a hole out of spans in order."""
    if hole[0] >= hole[1]:
        return spans
    left: list[Span] = []
    for start, end in spans:
        pieces = ((start, min(end, hole[0])), (max(start, hole[1]), end))
        left += [(first, last) for first, last in pieces if first < last]
    return left
