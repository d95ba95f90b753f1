"""What a company holds its time to: from where on a week is over pace, a day short, an entry odd.

What holds does so from a day on. Later days do not change how earlier ones stood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto

from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.rate import Rate
from upheld.timekeeping.rules.oddities import Limits
from upheld.timekeeping.rules.pace import PaceLimits
from upheld.timekeeping.rules.reminding import REMINDED, Reminding

HOUR = 3600
FURTHEST_DAYS = 366
"""How far ahead a change can be entered: what is further away nobody remembers."""


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = auto()
    """Parts per million."""
    EFFORT = auto()
    """Seconds."""
    COUNT = auto()

    def written(self, value: int) -> str:
        """Say a value in words: "110 %", "30 m", "3"."""
        if self is Unit.SHARE:
            return Rate(value).written()
        return written_effort(value) if self is Unit.EFFORT else str(value)


@dataclass(frozen=True, slots=True)
class Standard:
    """One figure that a company may set: its name, what it counts, and what it may be."""

    key: str
    title: str
    group: str
    unit: Unit
    least: int
    most: int
    hint: str

    def fault(self, value: int) -> str:
        """Say why a value cannot be set; "" where it can."""
        if self.least <= value <= self.most:
            return ""
        return f"Enter {self.unit.written(self.least)} to {self.unit.written(self.most)}."


_PACE, _DAYS, _LOOKS = "Pace", "Reminders", "Second looks"

STANDARDS: tuple[Standard, ...] = (
    Standard("over_ppm", "A week is over pace above", _PACE, Unit.SHARE, 1_000_000, 2_000_000,
             "Of the hours that were due in it."),
    Standard("under_ppm", "A week is under pace below", _PACE, Unit.SHARE, 0, 1_000_000,
             "Of the hours that were due in it. 0 % marks nobody."),
    Standard("weeks", "Weeks in a row that are raised", _PACE, Unit.COUNT, 2, 12,
             "So many over pace, and the manager hears of it."),
    Standard("spare_seconds", "A day is full with so much missing", _DAYS, Unit.EFFORT,
             0, 4 * HOUR, "Whoever lacks more of a day that is over is reminded of it."),
    Standard("late_days", "Entered late after days", _LOOKS, Unit.COUNT, 1, 60,
             "So many days after it was worked, an entry is looked at."),
    Standard("day_ppm", "A long day is more than", _LOOKS, Unit.SHARE, 1_000_000, 3_000_000,
             "Of what the person usually works on that day."),
    Standard("estimate_ppm", "Far over its estimate above", _LOOKS, Unit.SHARE,
             1_000_000, 10_000_000, "Of what the work was estimated at."),
    Standard("long_seconds", "Long without a note from", _LOOKS, Unit.EFFORT, HOUR // 4, 24 * HOUR,
             "A longer entry that says nothing of what was done is looked at."),
)  # fmt: skip
"""All of them, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Standards:
    """What holds on a day; what is here without being set is as usual."""

    pace: PaceLimits = field(default_factory=PaceLimits)
    reminding: Reminding = field(default_factory=Reminding)
    looks: Limits = field(default_factory=Limits)

    @property
    def figures(self) -> dict[str, int]:
        """Give the figures by their keys."""
        parts = (self.pace, self.reminding, self.looks)
        return {
            one.key: next(getattr(part, one.key) for part in parts if hasattr(part, one.key))
            for one in STANDARDS
        }

    @classmethod
    def of(cls, figures: Mapping[str, int], roles: Sequence[str]) -> Standards:
        """Put them together from what was set."""
        return cls(
            PaceLimits(figures["over_ppm"], figures["under_ppm"], figures["weeks"]),
            Reminding(figures["spare_seconds"], frozenset(roles)),
            Limits(
                figures["late_days"], figures["day_ppm"], figures["estimate_ppm"],
                figures["long_seconds"],
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """What was set from which day on, in the order in which it holds."""

    steps: tuple[tuple[date, Standards], ...] = ()

    def on(self, day: date) -> Standards:
        """Give what holds on a day: the latest that began by then, or the usual."""
        begun = [standards for begins_on, standards in self.steps if begins_on <= day]
        return begun[-1] if begun else Standards()


def faults(figures: Mapping[str, int], roles: Sequence[str]) -> dict[str, str]:
    """Say by field why what was entered cannot hold."""
    found = {one.key: one.fault(figures[one.key]) for one in STANDARDS}
    if figures["under_ppm"] >= figures["over_ppm"]:
        found["under_ppm"] = found["under_ppm"] or "No week can be over and under pace at once."
    if not set(roles) <= REMINDED:
        found["roles"] = "Choose among those who keep their time."
    return {key: why for key, why in found.items() if why}
