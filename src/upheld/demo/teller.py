"""Who tells the story: the company so far, a seeded chance, and a calendar of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from upheld.foundation.actor import Actor, system

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from upheld.customers.models import Company, Contact
    from upheld.foundation.models import Provider
    from upheld.people.models import Person
    from upheld.timekeeping.targets import Target

STORY_DAYS = 548
"""Eighteen months."""

SATURDAY = 5
LONGEST_DAY = 9
"""Hours of planned work that a person does on one day."""


@dataclass
class Account:
    """A company of the story with the person whom the provider deals with there."""

    company: Company
    contact: Contact
    actor: Actor | None = None
    """The contact in the portal, once invited."""
    served: bool = False
    """Whether they have signed: from then on they ask, are cared for and are billed."""
    care: Target | None = None
    """What this month's planned care is logged on, once it has begun."""
    asks: bool = False
    """They have asked for something already: from then on they are cared for."""

    @property
    def seller(self) -> str:
        """The handle of whoever of the staff has the company; the story gives one to each."""
        owner = self.company.owner
        if owner is None:
            raise LookupError(f"Nobody has {self.company.name}.")
        return owner.handle


@dataclass
class Teller:
    """Holds what has been told, and gives moments that fall in somebody's working day."""

    provider: Provider
    people: dict[str, Person]
    actors: dict[str, Actor]
    now: datetime
    """The moment at which the story ends: today has something to do for everybody."""
    rng: random.Random
    say: Callable[[str], None]
    accounts: list[Account] = field(default_factory=list)
    steps: int = 0
    later: list[Generator[datetime, datetime | None, None]] = field(default_factory=list)
    """Plots that a step began; the run takes them up after it."""
    planned: dict[tuple[str, date], int] = field(default_factory=dict)
    """Hours of planned work by person and day."""

    @property
    def begin(self) -> date:
        """The first day of the story."""
        return self.today - timedelta(days=STORY_DAYS)

    @property
    def today(self) -> date:
        """The day on which the story ends, where the provider is."""
        return self.now.astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        """The provider's zone."""
        return ZoneInfo(self.provider.zone)

    @property
    def system(self) -> Actor:
        """The actor for what the company's Upheld does by itself."""
        return system(self.provider.pk)

    def by(self, handle: str) -> Actor:
        """Give somebody of the staff as an actor."""
        return self.actors[handle]

    def person(self, handle: str) -> Person:
        """Give somebody of the staff as a row."""
        return self.people[handle]

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Give a moment on a day in the provider's zone."""
        return datetime.combine(day, time(hour, minute), tzinfo=self.zone).astimezone(UTC)

    def working_day(self, day: date) -> date:
        """Give the day, or the Monday after a weekend."""
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        return day

    def some_moment(self, day: date, first_hour: int = 8, last_hour: int = 17) -> datetime:
        """Give a chance moment in the working hours of a day."""
        hour = self.rng.randint(first_hour, last_hour - 1)
        return self.at(self.working_day(day), hour, self.rng.choice(range(0, 60, 5)))

    def plan(self, handle: str, day: date, hours: int) -> int:
        """Give how many of some hours still fit into somebody's day, and plan them."""
        taken = self.planned.get((handle, day), 0)
        fitting = max(0, min(hours, LONGEST_DAY - taken))
        self.planned[handle, day] = taken + fitting
        return fitting

    def technician(self) -> str:
        """Choose a technician by chance."""
        return self.rng.choice(["dana", "theo", "aisha", "luca"])

    def seller(self) -> str:
        """Choose a salesperson by chance."""
        return self.rng.choice(["lena", "lena", "ravi"])
