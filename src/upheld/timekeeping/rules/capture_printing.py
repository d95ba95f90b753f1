"""A capture line written out again from what was understood: reading it gives the same."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from upheld.foundation.values.rounding import round_half_even
from upheld.timekeeping.rules.capture import CaptureLine
from upheld.timekeeping.rules.capture_words import Meaning

_HOUR, _MINUTE = 3600, 60


def written_line(line: CaptureLine, zone: str) -> str:
    """Write a line in the order in which it is always understood.

    First mentions go to the front and last mentions to the end, as the grammar chooses them.
    A line with problems is written as it was typed, word by word.
    """
    if line.problems:
        return " ".join(token.typed for token in line.tokens)
    parts = [
        f"#{line.ticket}" if line.ticket is not None else "",
        f"!{line.priority}" if line.priority is not None else "",
        *(f"@{name}" for name in line.people),
        line.work,
        line.work_name,
        line.text,
        "close" if line.closes else "",
        *(f"+{tag}" for tag in line.tags),
        line.day.isoformat() if line.day is not None else "",
        _written_time(line, zone),
    ]
    return " ".join(part for part in parts if part)


def written_duration(seconds: int) -> str:
    """Write seconds as they are typed: "25m", "1h", "1h15m"; parts of a minute as decimals."""
    hours, rest = divmod(seconds, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    if left:
        # A second is a sixtieth of a minute; four decimals are enough to come back to it.
        decimals = round_half_even(left * 10_000, _MINUTE)
        return f"{hours * _MINUTE + minutes}.{decimals:04d}m"
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes or not hours else "")


def _written_time(line: CaptureLine, zone: str) -> str:
    has_range = any(token.meaning is Meaning.RANGE for token in line.tokens)
    place = ZoneInfo(zone)
    if line.starts_at is None:
        return "" if line.seconds is None else written_duration(line.seconds)
    start = f"{line.starts_at.astimezone(place):%H:%M}"
    if has_range and line.ends_at is not None:
        return f"{start}-{line.ends_at.astimezone(place):%H:%M}"
    if line.ends_at is None:
        return start
    seconds = (line.ends_at - line.starts_at) // timedelta(seconds=1)
    return f"{start} {written_duration(seconds)}"
