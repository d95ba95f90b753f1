"""Where the stretches of a day stand against the clock, side by side where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
SHORTEST_SHOWN = 20
"""Minutes that a block takes up at least, so that its words can be read."""
MOST_LANES = 4
EARLIEST, LATEST = 8, 18
"""Hours that a grid shows at least."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch by the clock: from a minute of the day on, in one of so many lanes."""

    begins: int
    minutes: int
    lane: int = 0
    lanes: int = 1

    @property
    def hour(self) -> int:
        """Give the hour in which it begins."""
        return self.begins // 60

    @property
    def minute(self) -> int:
        """Give the minute of that hour."""
        return self.begins % 60

    @property
    def long_hours(self) -> int:
        """Give the whole hours that it lasts."""
        return self.minutes // 60

    @property
    def long_minutes(self) -> int:
        """Give the minutes beside the whole hours."""
        return self.minutes % 60

    @property
    def ends(self) -> int:
        """Give the minute of the day at which it ends; 1440 is midnight."""
        return self.begins + self.minutes


def minute_of(moment: datetime, day: date, zone: str) -> int:
    """Give the minute of a day that the clock shows, held to the day: 0 before it, 1440 after."""
    local = moment.astimezone(ZoneInfo(zone))
    if local.date() != day:
        return 0 if local.date() < day else DAY_MINUTES
    return local.hour * 60 + local.minute


def stretch_on(start: datetime, end: datetime, day: date, zone: str) -> Placed:
    """Place what lasts from `start` to `end` on a day; what reaches past midnight is cut there.

    Where the clocks are set back, it may seem to end before it begins: then it is a minute long.
    """
    begins = minute_of(start, day, zone)
    return Placed(begins, max(1, minute_of(end, day, zone) - begins))


def in_lanes(stretches: Sequence[Placed]) -> list[Placed]:
    """Put stretches that share some time beside each other, in the order given.

    More than four at one time share the last lane: there is no room for more.
    """
    ranked = sorted(range(len(stretches)), key=lambda n: (stretches[n].begins, n))
    found: dict[int, Placed] = {}
    group: list[int] = []
    ends: list[int] = []
    for n in ranked:
        one = stretches[n]
        if ends and one.begins >= max(ends):
            _widen(found, group, len(ends))
            group, ends = [], []
        free = next((lane for lane, end in enumerate(ends) if end <= one.begins), len(ends))
        if free == len(ends):
            ends.append(0)
        ends[free] = one.begins + max(one.minutes, SHORTEST_SHOWN)
        found[n] = Placed(one.begins, one.minutes, free)
        group.append(n)
    _widen(found, group, len(ends))
    return [found[n] for n in range(len(stretches))]


def _widen(found: dict[int, Placed], group: Iterable[int], lanes: int) -> None:
    most = min(max(1, lanes), MOST_LANES)
    for n in group:
        one = found[n]
        found[n] = Placed(one.begins, one.minutes, min(one.lane, most - 1), most)


def hours_shown(stretches: Iterable[Placed]) -> tuple[int, int]:
    """Give from which full hour to which a grid reaches, so that all of it is shown."""
    first, last = EARLIEST, LATEST
    for one in stretches:
        first = min(first, one.begins // 60)
        last = max(last, -(-max(one.ends, one.begins + SHORTEST_SHOWN) // 60))
    return first, min(24, last)


def fits_beside(one: Placed, others: Iterable[Placed]) -> bool:
    """Tell whether a stretch shares no time with others."""
    return all(one.begins >= other.ends or other.begins >= one.ends for other in others)


def clock_of(minute: int) -> str:
    """Write a minute of the day as the capture line reads it: "9:05"; midnight is "0:00"."""
    return f"{minute // 60 % 24}:{minute % 60:02d}"
