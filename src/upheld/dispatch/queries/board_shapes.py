"""The week's board as pages and programs read it: cards on days, days of people, loads of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from upheld.dispatch.rules.conflicts import SAID_SHORT
from upheld.foundation.ui.shapes import Tab

if TYPE_CHECKING:
    from upheld.dispatch.queries.groups import Group
    from upheld.dispatch.queries.lying import Item
    from upheld.dispatch.queries.promised import Promised
    from upheld.dispatch.rules.reactive import Expected
    from upheld.foundation.refusals import Caution
    from upheld.foundation.values.money import Money
    from upheld.foundation.values.period import Period
    from upheld.people.models import Person

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Card:
    """A block or a meeting on somebody's day; `doubts` are those that nobody has set aside.

    `starts` and `ends` are what the clock shows where the person is.
    """

    item: Item
    starts: str
    ends: str
    doubts: tuple[Caution, ...]
    aside: tuple[Caution, ...]
    may_move: bool

    @property
    def words(self) -> tuple[tuple[str, str, bool], ...]:
        """What speaks against it: in a few words, in full, and whether it was set aside."""
        return tuple(
            (SAID_SHORT[one.code], one.why, one in self.aside)
            for one in (*self.doubts, *self.aside)
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one person's, in seconds; `due` are their deliverables that fall due on it.

    `usually` is what tickets usually take of them on that weekday. `opened` are the working hours,
    where a day is shown by itself.
    """

    day: date
    key: str
    available: int
    planned: int
    usually: int
    away: bool
    closed: bool
    cards: tuple[Card, ...]
    due: tuple[Promised, ...]
    opened: tuple[Period, ...] = ()

    @property
    def tone(self) -> str:
        """How full the day is, as a colour says it."""
        if self.planned > self.available:
            return "bad"
        return "warn" if self.left < 0 else "accent"

    @property
    def left(self) -> int:
        """What planned time and the usual tickets leave of it; less than 0 when it is overfull."""
        return self.available - self.planned - self.usually


@dataclass(frozen=True, slots=True)
class Row:
    """One person's week. `per_hour` is what an hour of theirs costs, for those who may see pay."""

    person: Person
    cells: tuple[Cell, ...]
    per_hour: Money | None
    zone: str

    @property
    def available(self) -> int:
        """The week's hours."""
        return sum(cell.available for cell in self.cells)

    @property
    def planned(self) -> int:
        """What is planned of them."""
        return sum(cell.planned for cell in self.cells)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A day of all that are shown: hours, planned, and tickets to be expected with their band."""

    day: date
    available: int
    planned: int
    tickets: Expected

    @property
    def name(self) -> str:
        """The day as a heading: "Mon 9 Mar"."""
        return f"{self.day:%a} {self.day.day} {self.day:%b}"

    @property
    def left(self) -> int:
        """What planned time and the usual tickets leave of it."""
        return self.available - self.planned - self.tickets.usual


@dataclass(frozen=True, slots=True)
class Board:
    """A week of a group, and the promised work that nobody has planned yet."""

    monday: date
    today: date
    group: Group
    groups: tuple[Group, ...]
    days: tuple[DayLoad, ...]
    rows: tuple[Row, ...]
    unplanned: tuple[Promised, ...]
    more_unplanned: int
    seen: int
    shows_cost: bool
    may_plan: bool

    @property
    def earlier(self) -> str:
        """The address of the week before."""
        return board_url(self.monday - _WEEK, self.group.key)

    @property
    def later(self) -> str:
        """The address of the week after."""
        return board_url(self.monday + _WEEK, self.group.key)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """A tab for each group."""
        return tuple(
            Tab(one.title, board_url(self.monday, one.key), one.key == self.group.key,
                len(one.people))
            for one in self.groups
        )  # fmt: skip

    @property
    def sends(self) -> str:
        """What a card that is put down says of the board, so that the answer is this board."""
        return urlencode({"week": self.monday.isoformat(), "of": self.group.key})

    @property
    def waiting(self) -> tuple[tuple[Promised, None], ...]:
        """Promised work that is not planned; how long it lasts is said once it is put down."""
        return tuple((one, None) for one in self.unplanned)

    @property
    def doubtful(self) -> int:
        """Count the cards that somebody should look at."""
        return sum(bool(card.doubts) for row in self.rows for cell in row.cells
                   for card in cell.cards)  # fmt: skip


def board_url(monday: date, of: str = "") -> str:
    """Give the address of a week of a group."""
    values = {"week": monday.isoformat(), **({"of": of} if of else {})}
    return f"{reverse('plan')}?{urlencode(values)}"
