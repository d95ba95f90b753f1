"""What the page of capacity prints: all groups over twelve weeks, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from upheld.foundation.ui.shapes import Chart, Choice, Series

if TYPE_CHECKING:
    from datetime import date

    from upheld.dispatch.queries.bench import Bench, Hours
    from upheld.dispatch.queries.groups import Group
    from upheld.dispatch.rules.capacity import WeekOfHours
    from upheld.foundation.values.rate import Rate

_FULL, _TIGHT = 1.0, 0.85
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Cell:
    """One week of a group: its hours, how full it is as a colour, and the page with its rows."""

    week: WeekOfHours
    tone: str
    url: str

    @property
    def whole_hours_free(self) -> int:
        """What is free, in whole hours: never more than there is."""
        return self.week.free // _HOUR

    @property
    def whole_hours_short(self) -> int:
        """What is missing, in whole hours: never less than is missing."""
        return -(-self.week.overflow // _HOUR)


@dataclass(frozen=True, slots=True)
class Line:
    """One group over the weeks."""

    group: Group
    url: str
    shown: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """All groups by week, one of them in full with its chart, and whom one can ask about."""

    hours: Hours
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]
    chart: Chart
    kept_free: Rate
    choices: tuple[Choice, ...]
    today: date

    @property
    def sold_out(self) -> int:
        """Count the weeks in which no hour is left to promise."""
        return sum(week.free == 0 for week in self.hours.weeks)


def capacity_page(bench: Bench, of: str) -> CapacityPage:
    """Give the page: everybody, each team, function and skill of those who deliver."""
    every = [bench.hours_of(group) for group in bench.groups]
    hours = next((one for one in every if one.key == of), every[0])
    lines = tuple(_line(one, hours) for one in every)
    return CapacityPage(
        hours=hours,
        names=tuple(bench.people[pk].name for pk in hours.group.people),
        lines=lines,
        cells=_cells(hours),
        chart=_chart(hours),
        kept_free=bench.kept_free,
        choices=tuple(Choice(one.key, one.title) for one in every),
        today=bench.today,
    )


def url_of(of: str) -> str:
    """Give the page of a group."""
    return reverse("capacity") + (f"?{urlencode({'of': of})}" if of else "")


def week_url(monday: date, of: str) -> str:
    """Give the page with the rows behind a group's week."""
    asked = {"monday": monday.isoformat(), **({"of": of} if of else {})}
    return f"{reverse('capacity-week')}?{urlencode(asked)}"


def _line(hours: Hours, shown: Hours) -> Line:
    return Line(hours.group, url_of(hours.key), hours.key == shown.key, _cells(hours))


def _cells(hours: Hours) -> tuple[Cell, ...]:
    return tuple(_cell(week, hours.key) for week in hours.weeks)


def _cell(week: WeekOfHours, of: str) -> Cell:
    share = week.used / week.available if week.available else (2 if week.used else 0)
    tone = "bad" if share > _FULL else "warn" if share > _TIGHT else "good"
    if not week.available:
        tone = "neutral" if not week.used else "bad"
    return Cell(week, tone, week_url(week.monday, of))


def _chart(hours: Hours) -> Chart:
    names = [f"{week.monday.day} {week.monday:%b}" for week in hours.weeks]
    loads = [week.load for week in hours.weeks]
    return Chart(
        "bar",
        names,
        (
            Series("Promised", [load.promised + week.carried_in
                                for load, week in zip(loads, hours.weeks, strict=True)]),
            Series("Planned otherwise", [load.planned for load in loads]),
            Series("Tickets, usually", [load.reactive.usual for load in loads]),
            Series("Available", [load.available for load in loads], tone="neutral"),
        ),
        form="hours",
    )  # fmt: skip
