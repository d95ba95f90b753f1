"""One day of everybody's by the hour: who is there when, what lies where, where there is room.

Minutes are those of the clock where each person is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from upheld.dispatch.queries.board import board
from upheld.dispatch.rules.placing import lasting
from upheld.foundation.ui.shapes import Tab
from upheld.timekeeping.rules.grid import Placed, hours_shown, in_lanes, minute_of, stretch_on

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.dispatch.queries.board_shapes import Board, Card, Cell, DayLoad, Row
    from upheld.dispatch.queries.promised import Promised
    from upheld.foundation.actor import Actor

_DAY = timedelta(days=1)
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Lane:
    """One person's day: what lies on it, where, and the hours that they work."""

    row: Row
    cell: Cell
    cards: tuple[tuple[Card, Placed], ...]
    working: tuple[Placed, ...]

    @property
    def deep(self) -> int:
        """How many cards lie beside each other at most: the height of the lane."""
        return max((at.lanes for _, at in self.cards), default=1)

    @property
    def left(self) -> int:
        """The working seconds that nothing planned takes; less than 0 where it is overfull."""
        return self.cell.available - self.cell.planned


@dataclass(frozen=True, slots=True)
class DayBoard:
    """A day of a group, and the promised work that nobody has planned yet."""

    day: date
    board: Board
    lanes: tuple[Lane, ...]
    first_hour: int
    last_hour: int
    now_minute: int | None

    @property
    def load(self) -> DayLoad:
        """The day's hours of all that are shown."""
        return self.board.days[0]

    @property
    def hours(self) -> range:
        """The hours that stand above the lanes."""
        return range(self.first_hour, self.last_hour)

    @property
    def earlier(self) -> str:
        """The address of the day before."""
        return day_url(self.day - _DAY, self.board.group.key)

    @property
    def later(self) -> str:
        """The address of the day after."""
        return day_url(self.day + _DAY, self.board.group.key)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """A tab for each group."""
        return tuple(
            Tab(one.title, day_url(self.day, one.key), one.key == self.board.group.key,
                len(one.people))
            for one in self.board.groups
        )  # fmt: skip

    @property
    def sends(self) -> str:
        """What a card that is put down says of the page, so that the answer is this page."""
        return urlencode({"day": self.day.isoformat(), "of": self.board.group.key})

    @property
    def waiting(self) -> tuple[tuple[Promised, Placed], ...]:
        """Promised work that is not planned, with how long it lasts where it is put down."""
        return tuple(
            (one, Placed(0, lasting(one.rest) // timedelta(minutes=1)))
            for one in self.board.unplanned
        )


def day_board(actor: Actor, at: datetime, day: date | None, of: str) -> DayBoard:
    """Read a day of a group by the hour, or the next with work: as many queries as a week takes."""
    found = board(actor, at, day, of, hourly=True)
    day = found.days[0].day
    lanes = tuple(_lane(row, day, actor.zone) for row in found.rows)
    stretches = [at for one in lanes for _, at in one.cards]
    first, last = hours_shown([*stretches, *(at for one in lanes for at in one.working)])
    now = minute_of(at, day, actor.zone) if day == found.today else None
    return DayBoard(day, found, lanes, first, last, now)


def day_url(day: date, of: str = "") -> str:
    """Give the address of a day of a group."""
    return (
        f"{reverse('plan-day')}?{urlencode({'day': day.isoformat(), **({'of': of} if of else {})})}"
    )


def _lane(row: Row, day: date, usual: str) -> Lane:
    cell, zone = row.cells[0], row.zone or usual
    places = [stretch_on(one.item.period.start, one.item.period.end, day, zone)
              for one in cell.cards]  # fmt: skip
    return Lane(
        row=row,
        cell=cell,
        cards=tuple(zip(cell.cards, in_lanes(places), strict=True)),
        working=tuple(stretch_on(one.start, one.end, day, zone) for one in cell.opened),
    )
