"""Effort in whole seconds: how people type it and how it is shown."""

from __future__ import annotations

import re
from fractions import Fraction

from upheld.foundation.values.text import NotUnderstood

HOUR = 3600
MINUTE = 60
_LONGEST = 10_000 * HOUR
_MINUTES_IN_AN_HOUR = 60

_NUMBER = r"(?:[0-9]{1,6}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6})"
_CLOCK = re.compile(r"([0-9]{1,5}):([0-9]{2})")
_HOURS = r"(?:h|hr|hrs|hour|hours)"
_MINUTES = r"(?:m|min|mins|minute|minutes)"
_SECONDS = r"(?:s|sec|secs|second|seconds)"
_UNITS = re.compile(
    rf"(?:(?P<h>{_NUMBER})\s*{_HOURS})?\s*"
    rf"(?:(?P<m>{_NUMBER})\s*{_MINUTES})?\s*"
    rf"(?:(?P<s>[0-9]{{1,8}})\s*{_SECONDS})?",
)
_HOURS_THEN_MINUTES = re.compile(rf"([0-9]{{1,5}})\s*{_HOURS}\s*([0-9]{{1,2}})")
_BARE = re.compile(_NUMBER)


def read_effort(text: str, *, bare_unit: int | None = None) -> int:
    """Read effort as typed, in whole seconds: "25m", "1h15", "1.25h", "90 min", "1:15" (h:mm).

    Decimals are rounded to the nearest second. A number without a unit is refused, unless
    `bare_unit` says how many seconds it counts (3600 where a column is known to be hours).
    Raises NotUnderstood: effort_not_understood, effort_without_unit, effort_too_long.
    """
    typed = text.strip().lower()
    seconds = _clock(typed)
    if seconds is None:
        seconds = _in_units(typed)
    if seconds is None:
        seconds = _bare(typed, text, bare_unit)
    if seconds is None:
        why = f"“{text}” is not a length of time."
        raise NotUnderstood("effort_not_understood", text, why, "Write it like 25m, 1h15 or 1:15.")
    if seconds > _LONGEST:
        why = f"“{text}” is more than {_LONGEST // HOUR:,} hours."
        raise NotUnderstood("effort_too_long", text, why, "Check the number and its unit.")
    return seconds


def _clock(typed: str) -> int | None:
    read = _CLOCK.fullmatch(typed)
    if read is None or int(read[2]) >= _MINUTES_IN_AN_HOUR:
        return None
    return int(read[1]) * HOUR + int(read[2]) * MINUTE


def _in_units(typed: str) -> int | None:
    read = _HOURS_THEN_MINUTES.fullmatch(typed)
    if read is not None:
        if int(read[2]) >= _MINUTES_IN_AN_HOUR:
            return None
        return int(read[1]) * HOUR + int(read[2]) * MINUTE
    parts = _UNITS.fullmatch(typed) if typed else None
    if parts is None:
        return None
    units = ((parts["h"], HOUR), (parts["m"], MINUTE), (parts["s"], 1))
    return round(sum((_number(digits) * unit for digits, unit in units if digits), Fraction(0)))


def _bare(typed: str, text: str, bare_unit: int | None) -> int | None:
    if not _BARE.fullmatch(typed):
        return None
    if bare_unit is None:
        why = f"“{text}” does not say whether it means minutes or hours."
        raise NotUnderstood("effort_without_unit", text, why, f"Write {typed}m or {typed}h.")
    return round(_number(typed) * bare_unit)


def _number(digits: str) -> Fraction:
    plain = digits.replace(",", ".")
    return Fraction(f"0{plain}" if plain.startswith(".") else plain)


def written_effort(seconds: int) -> str:
    """Write seconds for people: "1 h 15 m", "25 m", "45 s", "0 m"; a minus before less than 0."""
    hours, rest = divmod(abs(seconds), HOUR)
    minutes, left = divmod(rest, MINUTE)
    named = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "m"), (left, "s")) if n]
    return ("-" if seconds < 0 else "") + (" ".join(named) or "0 m")


def decimal_hours_rounded(seconds: int, places: int = 2) -> str:
    """Write seconds as decimal hours ("1.25"), half to even, as invoices and exports want them."""
    scaled = round(Fraction(abs(seconds) * 10**places, HOUR))
    whole, part = divmod(scaled, 10**places)
    sign = "-" if seconds < 0 and scaled else ""
    return f"{sign}{whole}.{part:0{places}}" if places else f"{sign}{whole}"
