"""What a service level promises of one month, and whether the month kept it.

A month is settled once it is over, and the promise falls due some days later, so that the count
itself is never what makes it late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum, auto

from upheld.foundation.values.period import Period, month_of, start_of_day, today
from upheld.foundation.values.rate import Rate

COUNTED_WITHIN = timedelta(days=7)
"""How long after its month a promise of service falls due."""

NO_END = 1_000_000
"""So many misses are as good as any number of them."""

_SECOND = timedelta(seconds=1)
_HALF_A_DAY = timedelta(hours=12)


class Verdict(StrEnum):
    """What a month came to."""

    KEPT = auto()
    BROKEN = auto()
    NOTHING_DUE = auto()
    """No target fell due: there was nothing to keep."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the clocks in a month: what it is called, how many were met, how many fell due."""

    title: str
    met: int
    due: int

    def reached(self, least: Rate) -> bool:
        """Tell whether enough were met; true where none fell due."""
        return self.met * Rate.percent(100).ppm >= self.due * least.ppm

    @property
    def missed(self) -> int:
        """Give how many fell due and were not met."""
        return self.due - self.met

    def misses_left(self, least: Rate) -> int:
        """Give how many more may be missed before the share is broken, if no other falls due.

        Less than 0 never: 0 says that the next miss breaks it, or that it is broken already.
        """
        whole = Rate.percent(100).ppm
        if not self.reached(least):
            return 0
        if least.ppm <= 0:
            return NO_END
        return self.met * whole // least.ppm - self.due

    def met_to_mend(self, least: Rate) -> int | None:
        """Give how many must be met in a row to reach the share again; None where none suffice."""
        whole = Rate.percent(100).ppm
        lacking = self.due * least.ppm - self.met * whole
        if lacking <= 0:
            return 0
        return None if least.ppm >= whole else -(-lacking // (whole - least.ppm))

    @property
    def words(self) -> str:
        """Say it with the sample that it stands on."""
        return f"{self.title}: {self.met} of {self.due} in time"


class Hold(IntEnum):
    """How a promise of a month holds so far, the worst first."""

    BROKEN = 0
    """Below what was promised; it may be mended while the month runs."""
    IN_DANGER = 1
    """The next miss breaks it, and something is running that can be missed."""
    HOLDS = 2
    NONE_TO_SPARE = 3
    """Nothing was missed, and so few fall due that a single miss would break it whatever else
    happened: that is no news of this month, and nothing to press anybody with."""
    NOTHING_DUE = 4


def hold(clock: Clock, least: Rate, running: int) -> Hold:
    """Judge a clock in the middle of its month; `running` are those that may still be missed."""
    if not clock.due and not running:
        return Hold.NOTHING_DUE
    if not clock.reached(least):
        return Hold.BROKEN
    if not running or clock.misses_left(least):
        return Hold.HOLDS
    whole = clock.due + running
    spares_one = Clock(clock.title, whole - 1, whole).reached(least)
    return Hold.IN_DANGER if clock.missed or spares_one else Hold.NONE_TO_SPARE


def covered_month(day: date, begins: date, ends: date, zone: str) -> Period | None:
    """Give what an agreement covers of the month around a day; None where it covers nothing.

    `ends` is the first day that is no longer covered.
    """
    if ends <= begins:
        return None
    covered = Period(start_of_day(begins, zone), start_of_day(ends, zone))
    return month_of(day, zone).intersection(covered)


def falls_due(month: Period) -> datetime:
    """Give the moment at which the promise of a month falls due."""
    return month.end + COUNTED_WITHIN - _SECOND


def month_behind(due_at: datetime, begins: date, ends: date, zone: str) -> Period | None:
    """Give the month that a promise falling due then is about: the other way of `falls_due`.

    It is found from about noon of its last day, so that a company which has moved to another zone
    since finds the same month.
    """
    return covered_month(today(due_at - COUNTED_WITHIN - _HALF_A_DAY, zone), begins, ends, zone)


def promise_words(
    name: str, month: Period, least: Rate, zone: str, *, next_answers: bool = False
) -> str:
    """Say what is promised of a month; of further answers only where they have a target."""
    day = today(month.start, zone)
    what = (
        "first answers, of the next answers and of the"
        if next_answers
        else "first answers and of the"
    )
    return (
        f"Service level “{name}” in {day:%B %Y}: at least {least} of the {what} "
        "solutions that fall due are in time"
    )


def verdict(clocks: tuple[Clock, ...], least: Rate) -> Verdict:
    """Judge a month: each clock by itself must reach the share that was promised."""
    if not any(clock.due for clock in clocks):
        return Verdict.NOTHING_DUE
    reached = all(clock.reached(least) for clock in clocks)
    return Verdict.KEPT if reached else Verdict.BROKEN
