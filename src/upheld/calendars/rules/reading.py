"""What a calendar holds, read with suspicion: stretches of time, and our own entries as they are.

Nothing here trusts what it reads. What cannot be understood is refused as a whole, so that half an
event is never taken for all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from upheld.calendars.rules.repeating import NotRepeating, days_within, rule_of
from upheld.foundation.values.period import Period, start_of_day

LARGEST = 1_000_000
"""Bytes of one event with all that it repeats; no invitation has more."""
MOST_PARTS = 500
"""Events in one thing: the repeated one and each day on which it is another."""
MOST_STRETCHES = 400
"""Of one thing; nobody has more appointments of one sort in four months."""
LONGEST = timedelta(days=31)
"""What lasts longer is no appointment; it is busy for that long, and no longer."""
LONGEST_TITLE = 200
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_DAY = timedelta(days=1)
_WRONG = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError,
    LookupError, ArithmeticError,
)  # fmt: skip
"""What a library may stumble over in a text that means no good."""


class NotReadable(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """A thing in a calendar cannot be understood."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some time in which somebody is busy with an event."""

    uid: str
    period: Period
    title: str = ""
    is_whole_days: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a calendar: its stretches within what was looked at."""

    stretches: tuple[Stretch, ...]
    recurs: bool


@dataclass(frozen=True, slots=True)
class Ours:
    """An entry of ours as it is in a calendar; `problem` says why it cannot be taken over."""

    uid: str
    start: datetime | None
    end: datetime | None
    title: str
    changed_at: datetime | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Span:
    """When an event begins, and how long it lasts."""

    start: datetime | date
    length: timedelta

    @property
    def is_whole_days(self) -> bool:
        return not isinstance(self.start, datetime)


def read_thing(content: bytes, window: Period, zone: str) -> Thing:
    """Read what a thing takes of a stretch of time; `zone` is that of what says none.

    What is free, called off or declined takes nothing. Raises NotReadable.
    """
    try:
        events = _events(content)
        others = [one for one in events if "RECURRENCE-ID" in one]
        moved = {
            (str(one.get("UID", "")), _moment(one["RECURRENCE-ID"].dt, zone)) for one in others
        }
        every = chain.from_iterable(_stretches(one, window, zone, moved) for one in events)
        found = tuple(islice(every, MOST_STRETCHES))
        return Thing(found, any("RRULE" in one or "RDATE" in one for one in events))
    except NotReadable:
        raise
    except _WRONG as problem:
        raise NotReadable("It is no event that can be read.") from problem


def read_ours(content: bytes, zone: str) -> Ours:
    """Read an entry of ours back. Raises NotReadable where it is none at all."""
    try:
        event = next(one for one in _events(content) if "RECURRENCE-ID" not in one)
        span = _span(event)
        problem = ""
        if "RRULE" in event or "RDATE" in event:
            problem = "it was made to repeat"
        elif span.is_whole_days:
            problem = "it was made to last whole days"
        start = _moment(span.start, zone)
        return Ours(
            uid=_text(event, "UID"), start=start, end=start + span.length,
            title=_text(event, "SUMMARY").strip(), changed_at=_stamp(event), problem=problem,
        )  # fmt: skip
    except StopIteration as problem:
        raise NotReadable("It holds no event.") from problem
    except _WRONG as problem:
        raise NotReadable("It is no event that can be read.") from problem


def _events(content: bytes) -> list[Any]:
    if len(content) > LARGEST:
        raise NotReadable("It is too large.")
    found: list[Any] = []
    for calendar in icalendar.Calendar.from_ical(content, multiple=True):
        found += [one for one in calendar.subcomponents if one.name == "VEVENT"]
    if len(found) > MOST_PARTS:
        raise NotReadable("It has too many parts.")
    return found


def _stretches(
    event: Any, window: Period, zone: str, moved: set[tuple[str, datetime]]
) -> Iterator[Stretch]:
    if _text(event, "STATUS").upper() == "CANCELLED":
        return
    if _text(event, "TRANSP").upper() == "TRANSPARENT":
        return
    uid, title, span = _text(event, "UID")[:255], _text(event, "SUMMARY").strip(), _span(event)
    is_other = "RECURRENCE-ID" in event
    for start in _starts(event, span, window, zone):
        moment = _moment(start, zone)
        if not is_other and (uid, moment) in moved:
            continue
        end = _end(start, span, zone)
        if moment < end and window.overlaps(Period(moment, end)):
            yield Stretch(uid, Period(moment, end), title[:LONGEST_TITLE], span.is_whole_days)


def _end(start: datetime | date, span: _Span, zone: str) -> datetime:
    length = min(span.length, LONGEST)
    if isinstance(start, datetime):
        return _moment(start, zone) + length
    return start_of_day(start + max(length, _DAY), zone)


def _starts(
    event: Any, span: _Span, window: Period, zone: str
) -> Iterator[datetime | date]:  # fmt: skip
    """Give when it begins, each time, within some days around the window."""
    left_out = {_moment(one, zone) for one in _dates(event, "EXDATE")}
    begins = span.start
    if "RRULE" not in event or "RECURRENCE-ID" in event:
        found: list[datetime | date] = [begins]
    else:
        found = list(_repeated(event["RRULE"], begins, window, zone))
    found += [one for one in _dates(event, "RDATE") if one not in found]
    for one in found:
        if _moment(one, zone) not in left_out:
            yield one


def _repeated(
    said: Any, begins: datetime | date, window: Period, zone: str
) -> Iterator[datetime | date]:
    if isinstance(said, list):
        raise NotReadable("It has several rules.")
    try:
        rule = rule_of(said)
        first = (window.start - LONGEST - _DAY).date()
        last = (window.end + _DAY).date()
        day = begins.date() if isinstance(begins, datetime) else begins
        until = said.get("UNTIL") or [None]
        until_day = _until_day(until[0], begins)
        for one in days_within(rule, day, until_day, first, last):
            start = _on(one, begins)
            if not _is_after(start, until[0], zone):
                yield start
    except NotRepeating as problem:
        raise NotReadable(str(problem)) from problem


def _until_day(until: Any, begins: datetime | date) -> date | None:
    if until is None:
        return None
    if isinstance(until, datetime):
        zone = begins.tzinfo if isinstance(begins, datetime) else None
        until = (until.astimezone(zone) if until.tzinfo and zone else until).date()
    day: date = _plausible(until)
    return day


def _is_after(start: datetime | date, until: Any, zone: str) -> bool:
    if not isinstance(until, datetime) or not isinstance(start, datetime):
        return False
    return _moment(start, zone) > _moment(until, zone)


def _on(day: date, begins: datetime | date) -> datetime | date:
    if not isinstance(begins, datetime):
        return day
    return datetime.combine(day, begins.time().replace(tzinfo=None), begins.tzinfo)


def _span(event: Any) -> _Span:
    start = _plausible(event["DTSTART"].dt)
    if "DTEND" in event:
        end = _plausible(event["DTEND"].dt)
        if isinstance(start, datetime) != isinstance(end, datetime):
            raise NotReadable("It begins with an hour and ends with a day.")
        length = _between(start, end)
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta() if isinstance(start, datetime) else _DAY
    if length < timedelta():
        raise NotReadable("It ends before it begins.")
    return _Span(start, length)


def _between(start: Any, end: Any) -> timedelta:
    """Give what passes between two moments; those without a zone are of one and the same."""
    if isinstance(start, datetime) and start.tzinfo is not None and end.tzinfo is not None:
        return timedelta(seconds=(end.astimezone(UTC) - start.astimezone(UTC)).total_seconds())
    length: timedelta = end - start
    return length


def _dates(event: Any, name: str) -> list[datetime | date]:
    found = event.get(name, [])
    lists = found if isinstance(found, list) else [found]
    moments = [one.dt for each in lists for one in each.dts][:MOST_PARTS]
    return [_plausible(one) for one in moments if isinstance(one, date)]


def _plausible(moment: Any) -> Any:
    if not isinstance(moment, date) or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise NotReadable("It is of no time that anybody lives in.")
    return moment


def _moment(moment: datetime | date, zone: str) -> datetime:
    """Give the moment (UTC) at which something begins; without a zone, in the one given."""
    if not isinstance(moment, datetime):
        return start_of_day(moment, zone)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC).replace(microsecond=0)


def _stamp(event: Any) -> datetime | None:
    """Give when it was last changed, as its calendar says; nothing where that cannot be."""
    found = event.get("LAST-MODIFIED") or event.get("DTSTAMP")
    moment = getattr(found, "dt", None)
    if not isinstance(moment, datetime) or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return _moment(moment, "UTC")


def _text(event: Any, name: str) -> str:
    found = event.get(name, "")
    return str(found[0] if isinstance(found, list) else found).replace("\x00", "")
