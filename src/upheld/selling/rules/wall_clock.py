"""Times as they are typed: a day and a clock on a wall, which twice a year is not one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_STEP = timedelta(minutes=15)
_HALF_A_DAY = 48


@dataclass(frozen=True, slots=True)
class WallTime:
    """What a typed time means in a zone.

    `moment` is None where the clocks skip that time; `alternatives` then names the last time
    before the change and the first after it. `repeated` tells that the clocks show it twice;
    `moment` is the first of the two.
    """

    moment: datetime | None
    alternatives: tuple[str, ...] = ()
    repeated: bool = False


def read_wall_time(text: str, zone: str) -> WallTime | None:
    """Read "2026-03-29T01:30" as the clock of an IANA zone shows it; None if it is no time.

    A text that carries its own offset ("2026-10-25T01:30+01:00") is taken at its word.
    """
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if typed.tzinfo is not None:
        return WallTime(typed.astimezone(UTC))
    return _on_the_wall(typed, ZoneInfo(zone))


def clocks_change_between(start: datetime, end: datetime, zone: str) -> timedelta:
    """Tell by how much the clocks of a zone are moved forward between two moments (0 if not)."""
    tz = ZoneInfo(zone)
    before, after = start.astimezone(tz).utcoffset(), end.astimezone(tz).utcoffset()
    return (after or timedelta(0)) - (before or timedelta(0))


def is_first_of_two(moment: datetime, zone: str) -> bool:
    """Tell whether the clocks of a zone show this moment's time once more, an hour later."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.fold == 0 and local.utcoffset() != local.replace(fold=1).utcoffset()


def _on_the_wall(typed: datetime, tz: ZoneInfo) -> WallTime:
    if not _exists(typed, tz):
        return WallTime(None, _around(typed, tz))
    first, second = typed.replace(tzinfo=tz), typed.replace(tzinfo=tz, fold=1)
    return WallTime(first.astimezone(UTC), repeated=first.utcoffset() != second.utcoffset())


def _exists(typed: datetime, tz: ZoneInfo) -> bool:
    """A time that the clocks skip comes back changed from the way through UTC."""
    back = typed.replace(tzinfo=tz).astimezone(UTC).astimezone(tz)
    return back.replace(tzinfo=None) == typed


def _around(typed: datetime, tz: ZoneInfo) -> tuple[str, ...]:
    """Name the nearest quarter hours, before and after, that the clocks do show."""
    quarter = typed.replace(minute=typed.minute // 15 * 15, second=0, microsecond=0)
    steps = range(1, _HALF_A_DAY)
    before = next(one for n in steps if _exists(one := quarter - n * _STEP, tz))
    after = next(one for n in steps if _exists(one := quarter + n * _STEP, tz))
    return f"{before:%H:%M}", f"{after:%H:%M}"
