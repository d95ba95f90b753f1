"""When work is done: schedules, days that are closed, and people's leave."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import Holiday, Leave, Schedule
from upheld.people.operations.places import require_zone

if TYPE_CHECKING:
    from datetime import date

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.people.rules.week import Hours


@operation(May.MANAGE_PEOPLE)
def set_schedule(
    *,
    name: str,
    zone: str,
    hours: Hours,
    by: Actor,
    at: datetime,
    observes_holidays: bool = True,
    is_default: bool = False,
) -> Schedule:
    """Enter weekly hours under a name, or change the ones that have it.

    The default schedule is the desk's and everybody's without their own. Refuses with:
    invalid_input.
    """
    del by, at
    name = name.strip()
    if not name:
        raise invalid(name="Give the hours a name.")
    require_zone(zone)
    _require_hours(hours)
    if is_default:
        for other in Schedule.objects.filter(is_default=True).exclude(name=name):
            other.change(is_default=False)
    fields = {
        "zone": zone,
        "hours": hours,
        "observes_holidays": observes_holidays,
        "is_default": is_default,
    }
    known = Schedule.objects.filter(name=name).first()
    if known is None:
        known = Schedule(name=name, **fields)
        known.save()
    else:
        known = lock(known).change(**fields)
    record(Event.SCHEDULE_SET, known)
    return known


@operation(May.MANAGE_PEOPLE)
def close_on(*, on: date, name: str, by: Actor, at: datetime, closed: bool = True) -> Holiday:
    """Close a day for everybody, or keep a public holiday open. Refuses with: invalid_input."""
    del by, at
    if not name.strip():
        raise invalid(name="Say why.")
    day = Holiday.objects.filter(on=on).first()
    if day is None:
        day = Holiday(on=on, name=name.strip(), closed=closed)
        day.save()
    else:
        day = lock(day).change(name=name.strip(), closed=closed)
    record(Event.SCHEDULE_SET, day, on=on, closed=closed)
    return day


@operation(May.MANAGE_PEOPLE)
def enter_leave(
    *,
    person: Person,
    first_on: date,
    last_on: date,
    by: Actor,
    at: datetime,
    kind: str = "holiday",
) -> Leave:
    """Note that somebody is away, both days included. Refuses with: invalid_input."""
    del by, at
    if last_on < first_on:
        raise invalid(last_on="The last day is before the first.")
    leave = Leave(person=person, first_on=first_on, last_on=last_on, kind=kind)
    leave.save()
    record(Event.LEAVE_ENTERED, leave, about=[person], first_on=first_on, last_on=last_on)
    return leave


@operation(May.MANAGE_PEOPLE)
def cancel_leave(*, leave: Leave, by: Actor, at: datetime) -> None:
    """Take back leave that is not taken."""
    del by, at
    leave = lock(leave)
    person = leave.person
    first_on, last_on = leave.first_on, leave.last_on
    record(Event.LEAVE_CANCELLED, person, first_on=first_on, last_on=last_on)
    leave.delete()


@operation(May.MANAGE_PEOPLE)
def forget_day(*, day: Holiday, by: Actor, at: datetime) -> None:
    """Let a day that was closed or kept open be as the public holidays say again."""
    del by, at
    day = lock(day)
    record(Event.DAY_FORGOTTEN, day, on=day.on)
    day.delete()


def _require_hours(hours: Hours) -> None:
    if not any(hours.values()):
        raise invalid(hours="Enter at least one day with hours.")
    for day, spans in hours.items():
        if day not in {"0", "1", "2", "3", "4", "5", "6"}:
            raise invalid(hours="Days are 0 (Monday) to 6 (Sunday).")
        for span in spans:
            if len(span) != 2 or not all(_is_time(text) for text in span):  # noqa: PLR2004  from, to
                raise invalid(hours="Write hours as 09:00 to 17:30.")


def _is_time(text: str) -> bool:
    if text == "24:00":
        return True
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True
