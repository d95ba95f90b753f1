"""Pace: the load that somebody can hold all season, week by week.

Load is what was worked over what was due: paid hours less leave and public holidays. A week is
over pace above `over_ppm`, under it below `under_ppm`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

WHOLE = 1_000_000
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """From where on a week is over or under pace, and how many in a row are raised."""

    over_ppm: int = 1_100_000
    under_ppm: int = 700_000
    weeks: int = 3


class Pace(StrEnum):
    """How a week stands."""

    OVER = auto()
    WITHIN = auto()
    UNDER = auto()
    AWAY = auto()
    """Nothing was due and nothing worked."""


@dataclass(frozen=True, slots=True)
class Week:
    """What was worked and what was due in a week, in seconds."""

    begins_on: date
    worked: int
    due: int

    @property
    def load_ppm(self) -> int | None:
        """Give the load in parts per million; None where nothing was due."""
        return self.worked * WHOLE // self.due if self.due > 0 else None

    def pace(self, limits: PaceLimits) -> Pace:
        """Say how it stands; work in a week in which none was due is over pace."""
        load = self.load_ppm
        if load is None:
            return Pace.OVER if self.worked else Pace.AWAY
        if load > limits.over_ppm:
            return Pace.OVER
        return Pace.UNDER if load < limits.under_ppm else Pace.WITHIN


def run_to_raise(
    weeks: Sequence[Week],
    limits_on: Callable[[date], PaceLimits],
    raised_through: date | None = None,
) -> tuple[Week, ...]:
    """Give the latest weeks in a row that are over pace, if they are enough and none was raised.

    `weeks` are complete, in any order; a week that is missing breaks the row as one within pace
    does. Each week stands by what held on its Monday, and how many are enough is said by the
    latest. After weeks were raised, as many again are needed.
    """
    run: list[Week] = []
    for week in sorted(weeks, key=lambda one: one.begins_on, reverse=True):
        settled = raised_through is not None and week.begins_on <= raised_through
        follows = not run or run[-1].begins_on - week.begins_on == _WEEK
        if settled or not follows or week.pace(limits_on(week.begins_on)) is not Pace.OVER:
            break
        run.append(week)
    if not run or len(run) < limits_on(run[0].begins_on).weeks:
        return ()
    return tuple(reversed(run))
