"""What is planned for whom, as doors are told it: people by handle, work by number, wall clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from upheld.dispatch.queries.hours import PeopleHours
from upheld.dispatch.queries.taken import around
from upheld.dispatch.rules.placing import lasting, placed
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.period import Period
from upheld.people.models import Person
from upheld.timekeeping.queries.entries import zone_of
from upheld.timekeeping.rules.entries import moment_by_the_wall
from upheld.timekeeping.targets import OWN_WORK, every_kind, find_target, own_work

if TYPE_CHECKING:
    from upheld.dispatch.models import PlannedBlock
    from upheld.foundation.actor import Actor
    from upheld.timekeeping.targets import Target

_DAY = timedelta(days=1)


def person_called(handle: str) -> Person:
    """Find somebody of the staff by their handle. Refuses with: not_found."""
    found: Person = find(Person.objects.filter(active=True), handle=handle)
    return found


def kinds_to_plan() -> list[tuple[str, str]]:
    """Give the kinds of work that time can be planned for, as a form offers them."""
    kinds = [(one.kind, one.title) for one in every_kind() if one.kind not in OWN_WORK]
    return kinds + [(kind, title) for kind, (title, _, _) in OWN_WORK.items()]


def work_called(actor: Actor, kind: str, on: str) -> Target:
    """Find what is meant: a number of its kind, or own work by its words.

    Refuses with: invalid_input, no_such_target.
    """
    number = int(on) if on.isdecimal() and len(on) < 10 else None  # noqa: PLR2004  fits a column
    if kind in OWN_WORK and number is None:
        return own_work(kind, on.strip())
    if number is None:
        raise invalid(on="Enter its number.")
    found = find_target(actor, kind, number)
    if found is None:
        raise Refused(
            "no_such_target", f"There is no {kind} {number} to be seen.", what="Nothing was kept.",
            remedy="Check its kind and number.",
        )  # fmt: skip
    return found


def by_the_wall(person: Person, day: date, starts: time, ends: time) -> Period:
    """Give a stretch of a day by the clock where the person is; an end not after it is next day's.

    Refuses with: invalid_input, where the clocks never show such a time.
    """
    zone = zone_of(person)
    start = moment_by_the_wall(day, starts, zone)
    end = moment_by_the_wall(day if ends > starts else day + _DAY, ends, zone)
    if start is None or end is None or end <= start:
        named = "starts" if start is None else "ends"
        raise invalid(**{named: "The clocks change in that hour: enter another time."})
    return Period(start, end)


def read_column(column: str) -> tuple[Person, date]:
    """Read where a card was put down, as "dana 2026-03-10". Refuses with: invalid_input."""
    handle, _, text = column.partition(" ")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise invalid(column="Put it on somebody's day.") from error
    if not date(1970, 1, 2) <= day <= date(2900, 1, 1):
        raise invalid(column="Put it on a nearer day.")
    return person_called(handle), day


def place_on(person: Person, day: date, wanted_seconds: int, at: datetime) -> Period:
    """Give the stretch of a person's day in which new work lands: the first gap that is free."""
    hours = PeopleHours([person], (day, day))
    whole = hours.day(person.pk, day)
    known = around(person.pk, Period(whole.start, whole.end), hours)
    opened = [] if hours.is_away(person.pk, day) else list(known.opened)
    return placed(whole, wanted_seconds, opened, [one.period for one in known.taken], at)


def place_at(person: Person, day: date, starts: time, wanted_seconds: int) -> Period:
    """Give the stretch that new work takes where it is put down at an hour of somebody's day."""
    return _from_the_wall(person, day, starts, lasting(wanted_seconds))


def same_clock(
    block: PlannedBlock, person: Person, day: date, starts: time | None = None
) -> Period:
    """Give the stretch of a block on a day of somebody's: at an hour, or where it begins now."""
    start = block.starts_at.astimezone(ZoneInfo(zone_of(block.person)))
    return _from_the_wall(person, day, starts or start.time(), block.ends_at - block.starts_at)


def _from_the_wall(person: Person, day: date, starts: time, length: timedelta) -> Period:
    moment = moment_by_the_wall(day, starts, zone_of(person))
    if moment is None:
        raise invalid(column="The clocks change in that hour of the day: open it to move it.")
    return Period(moment, moment + length)
