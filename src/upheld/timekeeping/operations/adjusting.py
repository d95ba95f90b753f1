"""Settled time is corrected by new entries of the difference, which name the one they adjust.

Sums of locked days never change; sums from the first open day on are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from upheld.foundation.refusals import Refused
from upheld.timekeeping.events import Event
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.entering import columns_of, record_time, require
from upheld.timekeeping.queries.entries import zone_of
from upheld.timekeeping.rules.entries import Worked, entry_problem
from upheld.timekeeping.rules.locking import booked_on, differences

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.timekeeping.targets import Target

NOT_CORRECTED = "The entry was not corrected."


class Work(NamedTuple):
    """What seconds are on, and the day they are about; our own work is told apart by its title."""

    kind: str
    id: int | None
    title: str
    day: date


def is_adjusted(entry: TimeEntry) -> bool:
    """Tell whether an entry was corrected while it was locked: then it stays so. One query."""
    found: bool = TimeEntry.objects.filter(adjusts=entry, void=False).exists()
    return found


def adjust(
    entry: TimeEntry,
    *,
    target: Target | None,
    seconds: int,
    locked: date | None,
    by: Actor,
    at: datetime,
    worked_on: date | None = None,
    note: str = "",
    reason: str = "",
) -> TimeEntry:
    """Book what makes a settled entry come to `seconds` on `target` (None: to nothing).

    Inside an operation that holds the line; `locked` is the last locked day. Returns the last of
    the entries made. Refuses with: nothing_to_adjust, no_time_spent, longer_than_a_day,
    in_the_future.
    """
    day = worked_on or entry.worked_on
    known = _standing(entry)
    wanted = None
    if target is not None:
        require(entry_problem(Worked(day, seconds), at, zone_of(entry.person, by)))
        wanted = Work(target.kind, target.id, "" if target.id else target.title[:200], day)
    sums = {work: sum(one.seconds for one in rows) for work, rows in known.items()}
    made: TimeEntry | None = None
    for work, change in differences(sums, wanted, seconds).items():
        made = _like(known[work][0]) if work in known else _on(target, entry, work.day)
        made.person, made.adjusts, made.seconds, made.entered_at = entry.person, entry, change, at
        made.cost_on, made.worked_on = work.day, booked_on(work.day, locked)
        made.note = (note or reason).strip()[:500]
        made.save()
        record_time(Event.TIME_ADJUSTED, made, target if work == wanted else None, reason=reason)
    if made is None:
        raise Refused(
            "nothing_to_adjust",
            "The entry comes to that already.",
            what="The entry was not corrected.",
            remedy="Of settled time, the length, the work and the day can be corrected.",
        )
    return made


def _standing(entry: TimeEntry) -> dict[Work, list[TimeEntry]]:
    """Give an entry and what adjusts it, by work: one query."""
    found: dict[Work, list[TimeEntry]] = {}
    for one in [entry, *TimeEntry.objects.filter(adjusts=entry, void=False).order_by("pk")]:
        title = "" if one.on_id else one.on_title
        work = Work(one.on_kind, one.on_id, title, one.cost_on or one.worked_on)
        found.setdefault(work, []).append(one)
    return found


def _like(known: TimeEntry) -> TimeEntry:
    """Take over all that decides where seconds count, so that taking them out is exact."""
    same = ("company_id", "on_kind", "on_id", "on_title", "on_url", "category", "billing",
            "billing_rule", "billing_named", "work_type")  # fmt: skip
    return TimeEntry(**{name: getattr(known, name) for name in same})


def _on(target: Target | None, entry: TimeEntry, day: date) -> TimeEntry:
    assert target is not None  # noqa: S101  only what is wanted can be on work that is not known
    return TimeEntry(**columns_of(target, day), work_type=entry.work_type)
