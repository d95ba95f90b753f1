"""The rows behind one week of a group: who is there, what is promised, planned and expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from upheld.dispatch.queries.bench import Bench, Hours
from upheld.dispatch.queries.groups import Group
from upheld.dispatch.queries.history import KIND as TICKET
from upheld.dispatch.rules.promised_hours import monday_of, weeks_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.dispatch.queries.promised import Planned, Promised
    from upheld.dispatch.rules.capacity import WeekOfHours

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Presence:
    """One person's week: hours left of it, and the days on which they are away."""

    name: str
    handle: str
    available: int
    away: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Falling:
    """One deliverable, and the seconds of it that fall to the week without being planned."""

    work: Promised
    seconds: int


@dataclass(frozen=True, slots=True)
class Behind:
    """One week behind, and what tickets took in it."""

    monday: date
    seconds: int

    @property
    def url(self) -> str:
        """The time that was logged on tickets in it."""
        span = {"day_from": self.monday, "day_to": self.monday + timedelta(days=6)}
        return f"{reverse('time')}?{urlencode({'kind': TICKET, 'counts': 'yes', **span})}"


@dataclass(frozen=True, slots=True)
class WeekRows:
    """All rows of a week. Deliverables' blocks are `for_promised`, tickets' `for_tickets`."""

    hours: Hours
    week: WeekOfHours
    present: tuple[Presence, ...]
    falling: tuple[Falling, ...]
    for_promised: tuple[tuple[str, Planned], ...]
    for_others: tuple[tuple[str, Planned], ...]
    for_tickets: tuple[tuple[str, Planned], ...]
    behind: tuple[Behind, ...]

    @property
    def title(self) -> str:
        """Whose week it is."""
        return self.hours.title


def week_rows(at: datetime, day: date | None, of: str) -> WeekRows | None:
    """Read the rows behind a day's week, or this one; None for one that is over or too far out."""
    bench = Bench(at)
    monday = monday_of(day) if day else bench.mondays[0]
    if monday not in bench.mondays:
        return None
    group = bench.group(of)
    hours = bench.hours_of(group)
    planned = [(bench.people[one.person_id].name, one) for one in bench.planned_of(group, monday)]
    return WeekRows(
        hours=hours,
        week=next(week for week in hours.weeks if week.monday == monday),
        present=tuple(_presence(bench, pk, monday) for pk in group.people),
        falling=_falling(bench, group, monday),
        for_promised=tuple(pair for pair in planned if pair[1].is_promised),
        for_others=tuple(
            pair for pair in planned if not pair[1].is_promised and pair[1].kind != TICKET
        ),
        for_tickets=tuple(pair for pair in planned if pair[1].kind == TICKET),
        behind=tuple(
            Behind(bench.mondays[0] - _WEEK * back, seconds)
            for back, seconds in enumerate(reversed(hours.seen), 1)
        ),
    )


def _presence(bench: Bench, person_id: int, monday: date) -> Presence:
    person = bench.people[person_id]
    days = (monday + timedelta(days=place) for place in range(7))
    return Presence(
        name=person.name,
        handle=person.handle,
        available=bench.available([person_id], monday)[0],
        away=tuple(day for day in days if bench.hours.is_away(person_id, day)),
    )


def _falling(bench: Bench, group: Group, monday: date) -> tuple[Falling, ...]:
    mine = (
        one for one in bench.promised
        if one.estimated and one.falls_to(group.members, group.functions)
    )  # fmt: skip
    found = (Falling(one, weeks_of(one.open_work, bench.today).get(monday, 0)) for one in mine)
    return tuple(one for one in found if one.seconds)
