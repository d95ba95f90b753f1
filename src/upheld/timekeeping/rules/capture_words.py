"""The words of the capture line: where each stands, and what it could mean on its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, auto

from upheld.foundation.values.effort import read_effort
from upheld.foundation.values.text import NotUnderstood

# Control characters part words as spaces do: nothing invisible may end up in a ticket's title.
_WORD = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")
_TICKET = re.compile(r"#([0-9]{1,9})")
_PRIORITY = re.compile(r"!([1-4])")
_PERSON = re.compile(r"@(\w[\w.-]*)")
# A tag starts with a letter, so that "+44 20" stays a telephone number.
_TAG = re.compile(r"\+([^\W\d_][\w-]*)")
_DURATION = re.compile(
    r"[0-9]{1,4}(?:[.,][0-9]{1,4})?(?:h|hrs?|m|mins?)|[0-9]{1,3}h[0-9]{1,2}m?", re.IGNORECASE
)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_RANGE = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?[-\u2013]([0-9]{1,2})(?::([0-9]{2}))?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMBER = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?")
_UNITS = frozenset(["m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours"])
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST_HOUR, _LAST_MINUTE = 23, 59
_DAY_HOURS = 24
_FULL_CLOCK = 5


class Meaning(StrEnum):
    """What a word can be understood as."""

    TICKET = auto()
    PRIORITY = auto()
    PERSON = auto()
    TAG = auto()
    DAY = auto()
    CLOCK = auto()
    RANGE = auto()
    DURATION = auto()
    CLOSE = auto()
    WORK = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, at `[start, end)` of the line; `plain` is composed and without the
    punctuation that sentences put behind a word.
    """

    start: int
    end: int
    text: str

    @property
    def plain(self) -> str:
        """Give the word as the patterns look at it."""
        return self.text.rstrip(",;:.") or self.text

    @property
    def lower(self) -> str:
        """Give it without regard to capitals."""
        return self.plain.lower()


@dataclass(frozen=True, slots=True)
class ClockRange:
    """From one time of day to another; ending at or before its start means the next day."""

    start: time
    end: time


def words_of(line: str) -> tuple[Word, ...]:
    """Split a line at spaces and control characters."""
    return tuple(
        Word(found.start(), found.end(), unicodedata.normalize("NFC", found.group()))
        for found in _WORD.finditer(line)
    )


def ticket_number(word: Word) -> int | None:
    """Read "#1042"."""
    found = _TICKET.fullmatch(word.plain)
    return int(found[1]) if found else None


def priority_number(word: Word) -> int | None:
    """Read "!1" to "!4"."""
    found = _PRIORITY.fullmatch(word.plain)
    return int(found[1]) if found else None


def person_name(word: Word) -> str | None:
    """Read "@dana"."""
    found = _PERSON.fullmatch(word.plain)
    return found[1] if found else None


def tag_name(word: Word) -> str | None:
    """Read "+backup", spelled as typed."""
    found = _TAG.fullmatch(word.plain)
    return found[1] if found else None


def day_named(word: Word, today: date) -> date | None:
    """Read "today", "yesterday", a weekday (the last one, today included) or "2026-11-03"."""
    if word.lower in {"today", "yesterday"}:
        return date.fromordinal(today.toordinal() - (word.lower == "yesterday"))
    if word.lower in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(word.lower)) % len(_WEEKDAYS)
        return date.fromordinal(today.toordinal() - back)
    found = _DATE.fullmatch(word.plain)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def clock_time(word: Word) -> time | None:
    """Read "14:00" or "9:10" as a time of day."""
    found = _CLOCK.fullmatch(word.plain)
    return _time(found[1], found[2]) if found else None


def is_full_clock(word: Word) -> bool:
    """Say whether it is written with two digits for the hour, as times are and lengths are not."""
    return len(word.plain) == _FULL_CLOCK and clock_time(word) is not None


def clock_range(word: Word) -> ClockRange | None:
    """Read "9:10-9:35", "9-9:35" or "23:50-0:20"; one side at least has minutes."""
    found = _RANGE.fullmatch(word.plain)
    if found is None or (found[2] is None and found[4] is None):
        return None
    start, end = _time(found[1], found[2] or "00"), _end(found[3], found[4] or "00")
    return None if start is None or end is None else ClockRange(start, end)


def duration_seconds(word: Word) -> int | None:
    """Read "25m", "1h15", "1.25h", "90min" or "1:15" (hours and minutes), in seconds.

    "14:00" is a time of day, so a length with a colon has one digit for the hours.
    """
    typed = word.plain.lower()
    if _DURATION.fullmatch(typed) or (_CLOCK.fullmatch(typed) and len(typed) < _FULL_CLOCK):
        return _effort(typed)
    return None


def pair_seconds(number: Word, unit: Word) -> int | None:
    """Read "90 min" from two words, in seconds."""
    if _NUMBER.fullmatch(number.text) and unit.lower in _UNITS:
        return _effort(f"{number.text} {unit.lower}")
    return None


def _effort(typed: str) -> int | None:
    try:
        return read_effort(typed)
    except NotUnderstood:
        return None


def _time(hour: str, minute: str) -> time | None:
    if int(minute) > _LAST_MINUTE or int(hour) > _LAST_HOUR:
        return None
    return time(int(hour), int(minute))


def _end(hour: str, minute: str) -> time | None:
    """Read the end of a range, which may be called 24:00."""
    return time() if (int(hour), int(minute)) == (_DAY_HOURS, 0) else _time(hour, minute)
