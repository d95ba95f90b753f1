"""Working hours and days off, as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.values.period import today
from upheld.people.models import Holiday, Schedule
from upheld.people.queries.calendars import public_holidays_named
from upheld.people.rules.week import written_week

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One schedule and its week in words."""

    schedule: Schedule
    week: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOff:
    """One day that is special, and where that comes from."""

    on: date
    name: str
    closed: bool
    own: Holiday | None
    """The provider's own entry; nothing for a public holiday that nobody changed."""


@dataclass(frozen=True, slots=True)
class WorkingTimePage:
    """All schedules, and this year's and next year's days."""

    schedules: tuple[HoursRow, ...]
    days: tuple[DayOff, ...]
    country: str


def working_time_page(actor: Actor, at: datetime) -> WorkingTimePage:
    """Read the page of working hours: three queries."""
    provider = Provider.objects.get(pk=actor.provider_id)
    year = today(at, provider.zone).year
    schedules = Schedule.objects.order_by("-is_default", "name")
    return WorkingTimePage(
        schedules=tuple(HoursRow(one, tuple(written_week(one.hours))) for one in schedules),
        days=_days(provider, year),
        country=provider.country,
    )


def _days(provider: Provider, year: int) -> tuple[DayOff, ...]:
    years = (year, year + 1)
    public = public_holidays_named(provider.country, provider.subdivision, years)
    days = {on: DayOff(on, name, closed=True, own=None) for on, name in public.items()}
    for own in Holiday.objects.filter(on__year__in=years):
        days[own.on] = DayOff(own.on, own.name, own.closed, own)
    return tuple(days[on] for on in sorted(days))
