"""A week of one person's: seconds by day and by what they were on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Sum

from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from datetime import date

    from upheld.people.models import Person


@dataclass(frozen=True, slots=True)
class WeekLine:
    """What one thing took on each day, in seconds."""

    title: str
    url: str
    company: str
    seconds: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WeekShown:
    """Seven days, Monday first."""

    days: tuple[date, ...]
    lines: tuple[WeekLine, ...]
    by_day: tuple[int, ...]
    total: int
    before: date
    after: date


def week_shown(person: Person, day: date) -> WeekShown:
    """Read the week that a day lies in: one query. Nothing was worked for an adjustment."""
    monday = day - timedelta(days=day.weekday())
    days = tuple(monday + timedelta(days=n) for n in range(7))
    rows = (
        TimeEntry.objects.filter(
            person=person, void=False, adjusts=None, worked_on__range=(days[0], days[-1])
        )
        .order_by()
        .values("on_kind", "on_id", "on_title", "company__name", "worked_on")
        .annotate(seconds=Sum("seconds"), url=Max("on_url"))
    )
    found: dict[tuple[str, int | None, str], dict[date, int]] = {}
    said: dict[tuple[str, int | None, str], tuple[str, str]] = {}
    for row in rows:
        key = (row["on_kind"], row["on_id"], row["on_title"])
        found.setdefault(key, {})[row["worked_on"]] = row["seconds"]
        said[key] = (row["url"], row["company__name"] or "")
    lines = [
        WeekLine(key[2], *said[key], tuple(by.get(one, 0) for one in days), sum(by.values()))
        for key, by in found.items()
    ]
    by_day = tuple(sum(line.seconds[n] for line in lines) for n in range(7))
    return WeekShown(
        days=days,
        lines=tuple(sorted(lines, key=lambda line: (-line.total, line.title))),
        by_day=by_day,
        total=sum(by_day),
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
    )
