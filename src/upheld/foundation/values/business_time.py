"""Business time: what a calendar of opening hours makes of two moments.

A calendar is open at a moment exactly when the clock on the wall of its zone shows an open time
on that day. That one sentence settles daylight saving: an hour that the clocks skip is never
open, an hour that they repeat is open twice, and a calendar open around the clock counts every
second that passes. Everything is counted in whole seconds of real time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from upheld.foundation.values.open_spans import (
    Span,
    merged,
    moment_of,
    second_of,
    span_of,
    steady_pieces,
    wall_second,
    within,
    without,
)
from upheld.foundation.values.period import Period, in_utc

Hours = tuple[tuple[time, time], ...]
"""The opening hours of one weekday: opens, closes. Closing at or before opening is next day."""

CLOSED: Hours = ()
AROUND_THE_CLOCK: Hours = ((time(), time()),)

_DAY_SECONDS = 86_400
_DAY = timedelta(days=1)
_WEEK = 7
_BLOCK = 64
_MOST_KEPT = 20_000
_MOST_CLOSED_BLOCKS = 60
"""Over ten years without an open second: the calendar is not going to open."""


class NeverOpen(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """The calendar has no opening hours, or none for ten years from the moment asked about."""

    code = "calendar_never_open"

    def __init__(self) -> None:
        super().__init__("This calendar has no opening hours to count in; give it some first.")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours of a week in an IANA zone, with holidays and extra closed and open periods.

    `hours` holds seven entries, Monday first. A holiday is closed from midnight to midnight and
    no hours begin on it, so a night shift that would start on it does not take place. Of what
    contradicts, `closed` beats `opened`, and `opened` beats holidays and weekly hours.
    A calendar without any hours raises NeverOpen.
    """

    zone: str
    hours: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
    holidays: frozenset[date] = frozenset()
    closed: tuple[Period, ...] = ()
    opened: tuple[Period, ...] = ()
    _days: dict[int, tuple[Span, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _blocks: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.hours) != _WEEK:
            msg = "a week has seven days, Monday first"
            raise ValueError(msg)
        ZoneInfo(self.zone)
        if not any(self.hours) and not self.opened:
            raise NeverOpen

    @classmethod
    def weekly(
        cls,
        zone: str,
        hours: Mapping[int, Sequence[tuple[time, time]]],
        *,
        holidays: Iterable[date] = (),
        closed: Iterable[Period] = (),
        opened: Iterable[Period] = (),
    ) -> Calendar:
        """Build from hours by weekday (0 is Monday); a day left out is closed."""
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
            tuple(hours.get(day, CLOSED)) for day in range(_WEEK)
        )
        week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        return cls(zone, week, frozenset(holidays), tuple(closed), tuple(opened))

    @classmethod
    def from_table(
        cls,
        zone: str,
        table: Mapping[str, Sequence[Sequence[str]]],
        *,
        holidays: Iterable[date] = (),
        closed: Iterable[Period] = (),
        opened: Iterable[Period] = (),
    ) -> Calendar:
        """Build from hours as they are stored: {"0": [["09:00", "17:30"]]}, "0" is Monday.

        "24:00" is the end of the day. Raises ValueError for what is no time or no weekday.
        """
        if not set(table) <= set("0123456"):
            raise ValueError("weekdays are numbered 0 (Monday) to 6")
        hours = {int(day): [(_clock(a), _clock(b)) for a, b in row] for day, row in table.items()}
        return cls.weekly(zone, hours, holidays=holidays, closed=closed, opened=opened)

    @classmethod
    def working_week(
        cls, zone: str, opens: time, closes: time, *, holidays: Iterable[date] = ()
    ) -> Calendar:
        """Build the usual one: Monday to Friday, the same hours each day."""
        return cls.weekly(zone, {day: [(opens, closes)] for day in range(5)}, holidays=holidays)

    @classmethod
    def around_the_clock(cls, zone: str = "UTC") -> Calendar:
        """Build one that never closes."""
        return cls.weekly(zone, dict.fromkeys(range(_WEEK), AROUND_THE_CLOCK))

    def is_open(self, at: datetime) -> bool:
        """Tell whether the calendar is open at a moment (aware)."""
        second = second_of(at)
        return any(start <= second < end for start, end in _open_on(self, second // _DAY_SECONDS))

    def next_open(self, at: datetime) -> datetime:
        """Give the first open moment at or after `at`, in UTC. Raises NeverOpen."""
        second = second_of(at)
        if self.is_open(at):
            return in_utc(at)
        return moment_of(_advanced(self, second, 1) - 1)

    def open_periods(self, within: Period) -> list[Period]:
        """List the open stretches inside a period, in order and not touching each other."""
        first, end = second_of(within.start), second_of(within.end)
        stretches: list[Span] = []
        for day in range(first // _DAY_SECONDS, end // _DAY_SECONDS + 1):
            for span in _open_on(self, day):
                start, stop = max(span[0], first), min(span[1], end)
                if start >= stop:
                    continue
                if stretches and stretches[-1][1] == start:
                    start = stretches.pop()[0]
                stretches.append((start, stop))
        return [Period(moment_of(start), moment_of(stop)) for start, stop in stretches]


def business_seconds_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count the open seconds from `start` to `end`; less than 0 when `end` comes first.

    Both moments count from their whole second, so neighbouring stretches add up exactly.
    """
    first, last = second_of(start), second_of(end)
    if last < first:
        return -_open_before(calendar, last, first)
    return _open_before(calendar, first, last)


def add_business_seconds(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """Give the first moment (UTC) by which so many open seconds have passed since `start`.

    Work that fills a day ends at closing time, not at the next opening. Adding 0 gives `start`.
    Raises NeverOpen; ValueError for less than 0 seconds.
    """
    if seconds < 0:
        msg = "business time is added forwards"
        raise ValueError(msg)
    if seconds == 0:
        return in_utc(start)
    return moment_of(_advanced(calendar, second_of(start), seconds))


def _clock(text: str) -> time:
    try:
        return time() if text == "24:00" else time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a time of day") from error


def _open_before(calendar: Calendar, first: int, last: int) -> int:
    """Count open seconds in [first, last): whole blocks and days by their kept sums."""
    day, end_day = first // _DAY_SECONDS, last // _DAY_SECONDS
    if day == end_day:
        return _open_within(calendar, day, first, last)
    total = _open_within(calendar, day, first, (day + 1) * _DAY_SECONDS)
    total += _open_within(calendar, end_day, end_day * _DAY_SECONDS, last)
    day += 1
    while day < end_day:
        if day % _BLOCK == 0 and day + _BLOCK <= end_day:
            total += _block_seconds(calendar, day // _BLOCK)
            day += _BLOCK
        else:
            total += _day_seconds(calendar, day)
            day += 1
    return total


def _advanced(calendar: Calendar, first: int, seconds: int) -> int:
    """Give the second at which `seconds` (at least 1) open ones have passed since `first`."""
    day, left, closed_blocks = first // _DAY_SECONDS, seconds, 0
    while True:
        if day % _BLOCK == 0 and first <= day * _DAY_SECONDS:
            in_block = _block_seconds(calendar, day // _BLOCK)
            if in_block < left:
                closed_blocks = 0 if in_block else closed_blocks + 1
                if closed_blocks > _MOST_CLOSED_BLOCKS:
                    raise NeverOpen
                left -= in_block
                day += _BLOCK
                continue
        for start, end in _open_on(calendar, day):
            here = end - max(start, first)
            if here >= left:
                return end - here + left
            left -= max(here, 0)
        day += 1


def _open_within(calendar: Calendar, day: int, first: int, last: int) -> int:
    spans = _open_on(calendar, day)
    return sum(max(0, min(end, last) - max(start, first)) for start, end in spans)


def _day_seconds(calendar: Calendar, day: int) -> int:
    return sum(end - start for start, end in _open_on(calendar, day))


def _block_seconds(calendar: Calendar, block: int) -> int:
    kept = calendar._blocks.get(block)  # noqa: SLF001  the cache is this module's own
    if kept is None:
        days = range(block * _BLOCK, (block + 1) * _BLOCK)
        kept = calendar._blocks[block] = sum(_day_seconds(calendar, day) for day in days)  # noqa: SLF001
    return kept


def _open_on(calendar: Calendar, day: int) -> tuple[Span, ...]:
    """Give the open spans of one UTC day (days since 1970), in order, none touching another."""
    kept = calendar._days.get(day)  # noqa: SLF001
    if kept is None:
        if len(calendar._days) >= _MOST_KEPT:  # noqa: SLF001
            calendar._days.clear()  # noqa: SLF001
            calendar._blocks.clear()  # noqa: SLF001
        kept = calendar._days[day] = _find_open(calendar, day)  # noqa: SLF001
    return kept


def _find_open(calendar: Calendar, day: int) -> tuple[Span, ...]:
    whole = (day * _DAY_SECONDS, (day + 1) * _DAY_SECONDS)
    spans: list[Span] = []
    for start, end, offset in steady_pieces(ZoneInfo(calendar.zone), *whole):
        spans += within(start, end, _by_the_wall(calendar, start + offset, end + offset, offset))
    spans += within(*whole, [span_of(period) for period in calendar.opened])
    stretches = merged(spans)
    for period in calendar.closed:
        stretches = without(stretches, span_of(period))
    return tuple(stretches)


def _by_the_wall(calendar: Calendar, start: int, end: int, offset: int) -> Iterable[Span]:
    """Give weekly hours that touch a stretch of wall time, as UTC spans at a fixed offset."""
    # The day before counts too: its night shift may reach into this one.
    day = moment_of(start).date() - _DAY
    while wall_second(day, time()) < end:
        for opens, closes in CLOSED if day in calendar.holidays else calendar.hours[day.weekday()]:
            first = wall_second(day, opens)
            last = wall_second(day + _DAY if closes <= opens else day, closes)
            tomorrow = wall_second(day + _DAY, time())
            if day + _DAY in calendar.holidays:
                last = min(last, tomorrow)
            yield first - offset, last - offset
        day += _DAY
