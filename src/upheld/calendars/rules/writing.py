"""A plan as calendars read it (RFC 5545).

Hours are written as moments in UTC: what is not repeated needs no rules for the change of clocks,
and every calendar shows it at the wall-clock time of whoever looks. Whole days are days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import icalendar

MADE_BY = "-//Upheld//Calendar//EN"
BUSY = "Busy"
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a plan. `start` and `end` are moments, or days with the last one included.

    `sequence` rises with each change, and `changed_at` is when it was last changed.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    words: str = ""
    url: str = ""
    is_free: bool = False
    """Whether its time can be taken by something else."""

    @property
    def is_whole_days(self) -> bool:
        """Tell whether it is days, not hours."""
        return not isinstance(self.start, datetime)


def only_title(entry: Entry) -> Entry:
    """Leave out all but the title."""
    return replace(entry, place="", words="", url="")


def only_busy(entry: Entry) -> Entry:
    """Leave out what it is: somebody is busy, or away."""
    return replace(only_title(entry), title=BUSY)


def calendar_of(entries: Iterable[Entry], name: str = "", zone: str = "") -> bytes:
    """Write a calendar; with a name, one that is subscribed to."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", zone)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", _whole(entry.changed_at))
    event.add("last-modified", _whole(entry.changed_at))
    event.add("sequence", entry.sequence)
    event.add("summary", plain(entry.title))
    start, end = entry.start, entry.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        event.add("dtstart", _whole(start))
        event.add("dtend", _whole(end))
    else:
        event.add("dtstart", start)
        # The last day is the first on which it is over.
        event.add("dtend", end + timedelta(days=1))
    event.add("transp", "TRANSPARENT" if entry.is_free else "OPAQUE")
    for name, text in (("location", entry.place), ("description", entry.words)):
        if text:
            event.add(name, plain(text))
    if entry.url:
        event.add("url", entry.url)
    return event


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def plain(text: str) -> str:
    """Leave out what no calendar may hold."""
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
