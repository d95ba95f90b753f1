"""The week's board: people down, days across, what lies on each and what speaks against it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from upheld.dispatch.may import May
from upheld.dispatch.queries.board_shapes import Board, Card, Cell, DayLoad, Row
from upheld.dispatch.queries.groups import Group, Groups, those_who_deliver
from upheld.dispatch.queries.history import History, of_all, reactive_days
from upheld.dispatch.queries.hours import PeopleHours
from upheld.dispatch.queries.lying import Item, items_between
from upheld.dispatch.queries.promised import Promised, promised_now, taken_since
from upheld.dispatch.rules.conflicts import Around, Taken, conflicts
from upheld.dispatch.rules.promised_hours import monday_of
from upheld.dispatch.rules.reactive import expected, weekdays_seen
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.people.may import May as People
from upheld.people.queries.pay import burdened_rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.money import Money
    from upheld.people.models import Person

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
MOST_UNPLANNED = 40
_WEEKEND = 5


def board(actor: Actor, at: datetime, week: date | None, of: str, *, hourly: bool = False) -> Board:
    """Read the board of the week that a day lies in, of a group: a dozen queries.

    `hourly` gives that day alone, with each person's working hours; without a day it is the next
    one on which somebody works.
    """
    people = those_who_deliver()
    groups = Groups(people)
    group = groups.group(of)
    shown = [people[pk] for pk in group.people]
    zone = actor.zone
    now = today(at, zone)
    begins = monday_of(week or now)
    hours = PeopleHours(shown, (begins - _DAY, begins + 2 * _WEEK))
    only = (week or _day_to_plan(hours, now)) if hourly else None
    monday = monday_of(only) if only else begins if week else _week_to_plan(hours, now)
    reading = _Reading(actor, now, monday, hours, reactive_days(group.people, monday_of(now)))
    reading.hourly = hourly
    work = promised_now(taken_since(start_of_day(now, zone)))
    due = [one for one in work if monday <= one.due_on < monday + _WEEK]
    rates = burdened_rates(shown, now) if actor.may(People.SEE_PAY) else {}
    rows = [reading.row(person, due, rates.get(person.pk)) for person in shown]
    days = (only,) if only else _days_shown(rows, monday)
    wanted = [one for one in work if _waits(one, group)]
    return Board(
        monday=monday,
        today=now,
        group=group,
        groups=groups.every,
        days=tuple(reading.load(day, rows) for day in days),
        rows=tuple(_only(row, days) for row in rows),
        unplanned=tuple(wanted[:MOST_UNPLANNED]),
        more_unplanned=max(0, len(wanted) - MOST_UNPLANNED),
        seen=reading.seen,
        shows_cost=actor.may(People.SEE_PAY),
        may_plan=actor.may(May.PLAN),
    )


def _week_to_plan(hours: PeopleHours, now: date) -> date:
    """Give the Monday of this week, or of the next one where nobody works in what is left of it."""
    monday = monday_of(now)
    rest = [monday + _DAY * place for place in range(now.weekday(), 7)]
    left = any(hours.usual_seconds(pk, day) for pk in hours.people for day in rest)
    return monday if left or not hours.people else monday + _WEEK


def _day_to_plan(hours: PeopleHours, now: date) -> date:
    """Give today, or the next day on which somebody works; today where there is none in a week."""
    days = [now + _DAY * place for place in range(7)]
    return next(
        (day for day in days if any(hours.usual_seconds(pk, day) for pk in hours.people)), now
    )


def _waits(one: Promised, group: Group) -> bool:
    """Tell whether hours of a deliverable are to be planned by a group: all see what nobody has."""
    if not one.rest:
        return False
    if not group.key or one.owner_id is None:
        return not group.key or not group.functions or one.function in group.functions
    return one.owner_id in group.members


def _days_shown(rows: Sequence[Row], monday: date) -> tuple[date, ...]:
    """Give the days of the week: those of the weekend only where somebody works or is planned."""
    days = [monday + _DAY * place for place in range(7)]
    used = {
        cell.day for row in rows for cell in row.cells if cell.cards or cell.available or cell.due
    }
    return tuple(day for day in days if day.weekday() < _WEEKEND or day in used)


def _only(row: Row, days: Sequence[date]) -> Row:
    cells = tuple(cell for cell in row.cells if cell.day in days)
    return Row(row.person, cells, row.per_hour, row.zone)


def _clock(moment: datetime, zone: str) -> str:
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there.hour}:{there.minute:02}"


class _Reading:
    """What is read once for all rows of a board."""

    def __init__(
        self, actor: Actor, now: date, monday: date, hours: PeopleHours, history: History
    ) -> None:  # fmt: skip
        self.actor, self.now, self.monday, self.hours = actor, now, monday, hours
        self.hourly = False
        whole = Period(
            start_of_day(monday, "Pacific/Kiritimati"),
            start_of_day(monday + _WEEK, "Etc/GMT+12"),
        )
        self.items: dict[int, list[Item]] = {}
        for one in items_between(hours.people, whole):
            self.items.setdefault(one.person_id, []).append(one)
        end = monday_of(now)
        self.usual = {
            pk: [expected(seen) for seen in weekdays_seen(days, end)]
            for pk, days in history.items()
        }
        weekdays = weekdays_seen(of_all(history, hours.people), end)
        self.seen = len(weekdays[0])
        self.together = [expected(seen) for seen in weekdays]

    def row(self, person: Person, due: Sequence[Promised], per_hour: Money | None) -> Row:
        """Give one person's week."""
        mine = [one for one in due if one.owner_id == person.pk]
        days = [self.monday + _DAY * place for place in range(7)]
        cells = tuple(self._cell(person, day, mine) for day in days)
        zone = self.hours.zone(person.pk)
        return Row(person, cells, per_hour, "" if zone == self.actor.zone else zone)

    def load(self, day: date, rows: Sequence[Row]) -> DayLoad:
        """Add up a day of all rows."""
        cells = [cell for row in rows for cell in row.cells if cell.day == day]
        return DayLoad(
            day=day,
            available=sum(cell.available for cell in cells),
            planned=sum(cell.planned for cell in cells),
            tickets=self.together[day.weekday()],
        )

    def _cell(self, person: Person, day: date, due: Sequence[Promised]) -> Cell:
        zone = self.hours.zone(person.pk)
        whole = self.hours.day(person.pk, day)
        here = [
            one for one in self.items.get(person.pk, ()) if today(one.period.start, zone) == day
        ]
        available = self.hours.seconds(person.pk, day)
        usual = self.usual.get(person.pk)
        opened = self.hours.opened(person.pk, whole) if here or self.hourly else []
        leave = self.hours.leave.get(person.pk, ())
        cards = tuple(self._card(one, here, zone, opened, leave) for one in here)
        return Cell(
            day=day,
            key=f"{person.handle} {day.isoformat()}",
            available=available,
            planned=sum(one.period.seconds for one in here),
            usually=usual[day.weekday()].usual if usual and available else 0,
            away=self.hours.is_away(person.pk, day),
            closed=not self.hours.usual_seconds(person.pk, day),
            cards=cards,
            due=tuple(one for one in due if one.due_on == day),
            opened=tuple(opened),
        )

    def _card(
        self, item: Item, here: Sequence[Item], zone: str, opened: list[Period],
        leave: Sequence[tuple[date, date]],
    ) -> Card:  # fmt: skip
        starts, ends = (_clock(one, zone) for one in (item.period.start, item.period.end))
        if item.on_meeting:
            return Card(item, starts, ends, (), (), may_move=False)
        others = [Taken(one.period, one.title) for one in here if one is not item]
        if item.period.end > self.hours.day(item.person_id, today(item.period.start, zone)).end:
            opened = self.hours.opened(item.person_id, item.period)
        found = conflicts(item.period, Around(zone, opened, leave, others))
        mine = item.person_id == self.actor.person_id
        may_move = self.actor.may(May.PLAN_FOR_OTHERS) or (mine and self.actor.may(May.PLAN))
        return Card(
            item=item,
            starts=starts,
            ends=ends,
            doubts=tuple(one for one in found if one.code not in item.set_aside),
            aside=tuple(one for one in found if one.code in item.set_aside),
            may_move=may_move,
        )
