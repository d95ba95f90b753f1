"""What the page of capacity prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.delivery.queries.capacity import Bench, Hours, kept_free, teams_of
from upheld.foundation.ui.shapes import Chart, Series, Tab

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.values.rate import Rate


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """The hours of those who were asked about, a tab for each group, and a chart."""

    hours: Hours
    tabs: tuple[Tab, ...]
    groups: tuple[Hours, ...]
    chart: Chart
    kept_free: Rate

    @property
    def sold_out(self) -> int:
        """Count the weeks in which no hour is left to promise."""
        return sum(week.free == 0 for week in self.hours.weeks)


def capacity_page(at: datetime, of: str) -> CapacityPage:
    """Read the page: everybody, each team and each function of those who deliver."""
    bench = Bench(at)
    groups = [bench.of_everybody()]
    groups += [bench.of_team(pk, name) for pk, name in teams_of(bench.people.values())]
    groups += [
        bench.of_function(function)
        for function in sorted(bench.holders)
        if any(pk in bench.people for pk in bench.holders[function])
    ]
    hours = next((group for group in groups if group.key == of), groups[0])
    return CapacityPage(
        hours=hours,
        tabs=tuple(_tab(group, hours) for group in groups),
        groups=tuple(groups),
        chart=_chart(hours),
        kept_free=kept_free(bench.provider),
    )


def _tab(group: Hours, shown: Hours) -> Tab:
    url = reverse("capacity") + (f"?of={group.key}" if group.key else "")
    return Tab(group.title, url, active=group.key == shown.key)


def _chart(hours: Hours) -> Chart:
    names = [f"{week.monday.day} {week.monday:%b}" for week in hours.weeks]
    return Chart(
        "bar",
        names,
        (
            Series("Promised", [week.promised + week.carried_in for week in hours.weeks]),
            Series("Available", [week.available for week in hours.weeks]),
        ),
        form="hours",
    )
