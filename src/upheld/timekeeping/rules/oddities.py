"""What makes an entry of time worth a second look; an entry without any of it is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from upheld.foundation.values.effort import written_effort

HOUR = 3600
WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on an entry is odd."""

    late_days: int = 3
    """Entered more than so many days after it was worked."""
    day_ppm: int = 1_250_000
    """A day longer than this part of the usual one."""
    estimate_ppm: int = 2_000_000
    """Work that took more than this part of its estimate."""
    long_seconds: int = 4 * HOUR
    """Longer than this without a word of what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry with what is around it. Totals count up to and with it, in order of entering."""

    worked_on: date
    entered_on: date
    seconds: int
    note: str = ""
    day_seconds: int = 0
    """What the person logged on that day so far."""
    usual_seconds: int = 0
    """How long they should work on that day; nothing on days off."""
    overlaps: str = ""
    """What it overlaps, which was set aside."""
    outside: str = ""
    """Why no agreement of the customer's covers it, where they have one."""
    target_seconds: int = 0
    estimate_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing that is odd: a stable code, and why in words."""

    code: str
    why: str


def oddities(seen: Seen, limits: Limits) -> list[Oddity]:
    """Say all that is odd about an entry, in the order in which it is asked about.

    Codes: day_off, long_day, overlap, entered_late, outside_agreement, over_estimate,
    long_without_note. Where a day or an estimate is exceeded, the entry that did it is odd, and
    those after it are not asked about again.
    """
    found = [
        _day_off(seen), _long_day(seen, limits), _overlap(seen), _late(seen, limits),
        Oddity("outside_agreement", seen.outside) if seen.outside else None,
        _over_estimate(seen, limits), _silent(seen, limits),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def _day_off(seen: Seen) -> Oddity | None:
    if seen.usual_seconds:
        return None
    return Oddity("day_off", f"{seen.worked_on:%-d %B %Y} is a day off for them.")


def _long_day(seen: Seen, limits: Limits) -> Oddity | None:
    most = seen.usual_seconds * limits.day_ppm // WHOLE
    if not most or not _went_over(seen.day_seconds, seen.seconds, most):
        return None
    day, usual = written_effort(seen.day_seconds), written_effort(seen.usual_seconds)
    return Oddity("long_day", f"The day comes to {day} with it; usual are {usual}.")


def _overlap(seen: Seen) -> Oddity | None:
    if not seen.overlaps:
        return None
    return Oddity("overlap", f"Some of it is logged on “{seen.overlaps}” as well.")


def _late(seen: Seen, limits: Limits) -> Oddity | None:
    days = (seen.entered_on - seen.worked_on).days
    if days <= limits.late_days:
        return None
    return Oddity("entered_late", f"It was entered {days} days after it was worked.")


def _over_estimate(seen: Seen, limits: Limits) -> Oddity | None:
    if not seen.estimate_seconds:
        return None
    most = seen.estimate_seconds * limits.estimate_ppm // WHOLE
    if not _went_over(seen.target_seconds, seen.seconds, most):
        return None
    took, thought = written_effort(seen.target_seconds), written_effort(seen.estimate_seconds)
    return Oddity("over_estimate", f"The work has taken {took}; the estimate was {thought}.")


def _silent(seen: Seen, limits: Limits) -> Oddity | None:
    if seen.note.strip() or seen.seconds <= limits.long_seconds:
        return None
    return Oddity("long_without_note", f"{written_effort(seen.seconds)} without a word on it.")


def _went_over(total: int, by: int, most: int) -> bool:
    return total - by <= most < total
