"""Whether an entry of time can be true: not longer than a day, not ahead, not twice at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from upheld.foundation.refusals import Caution, Reason
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.period import today

LONGEST_ENTRY = 24 * 3600
MOST_ON_A_DAY = 24 * 3600
AHEAD_BY = timedelta(minutes=5)
"""Somebody who logs a visit while packing up writes down its end a little early."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Some seconds of a person's: begun at a known moment, or at some time of the day."""

    worked_on: date
    seconds: int
    started_at: datetime | None = None
    title: str = ""

    @property
    def ended_at(self) -> datetime | None:
        """Give the moment at which it was over, if its beginning is known."""
        if self.started_at is None:
            return None
        return self.started_at + timedelta(seconds=self.seconds)


def day_worked(started_at: datetime | None, day: date | None, at: datetime, zone: str) -> date:
    """Give the day that time belongs to: that of its beginning, else the named one, else today."""
    if started_at is not None:
        return today(started_at, zone)
    return day or today(at, zone)


def entry_problem(worked: Worked, at: datetime, zone: str) -> Reason | None:
    """Say why an entry cannot be kept, or None.

    Problems: no_time_spent, longer_than_a_day, in_the_future.
    """
    if worked.seconds < 1:
        return Reason("no_time_spent", "The time comes to nothing.", "Say how long it took.")
    if worked.seconds > LONGEST_ENTRY:
        return Reason(
            "longer_than_a_day",
            f"{written_effort(worked.seconds)} is longer than a day.",
            "Check the number and its unit, or enter each day by itself.",
        )
    ahead = worked.started_at is not None and worked.started_at > at
    if ahead or worked.worked_on > today(at, zone):
        return Reason("in_the_future", "The time has not come yet.", "Check the day and the hour.")
    return None


def day_problem(worked: Worked, others: Iterable[Worked]) -> Reason | None:
    """Say that a day would hold more than 24 hours (day_overfull), or None."""
    known = sum(one.seconds for one in others if one.worked_on == worked.worked_on)
    if known + worked.seconds <= MOST_ON_A_DAY:
        return None
    return Reason(
        "day_overfull",
        f"{written_effort(known)} are logged on that day already; with this it would be more "
        "than 24 hours.",
        "Check the day, or correct what was logged twice.",
    )


def entry_cautions(worked: Worked, others: Iterable[Worked], at: datetime) -> list[Caution]:
    """Say what looks wrong but may be right: overlaps, not_over_yet."""
    found: list[Caution] = []
    twin = overlapped(worked, others)
    if twin is not None:
        named = f" on “{twin.title}”" if twin.title else ""
        found.append(
            Caution(
                "overlaps",
                f"Some of that time is already logged{named}.",
                "Change the times, or keep both if you did both at once.",
            )
        )
    if worked.ended_at is not None and worked.ended_at > at + AHEAD_BY:
        found.append(
            Caution("not_over_yet", "It would end later than now.", "Check the length or the end.")
        )
    return found


def overlapped(worked: Worked, others: Iterable[Worked]) -> Worked | None:
    """Give the first known entry that shares some moment with this one."""
    start, end = worked.started_at, worked.ended_at
    if start is None or end is None:
        return None
    for one in others:
        if one.started_at is None or one.ended_at is None:
            continue
        if max(start, one.started_at) < min(end, one.ended_at):
            return one
    return None


def moment_by_the_wall(day: date, clock: time, zone: str) -> datetime | None:
    """Give a wall time in UTC, the earlier one where it comes twice; None where it never comes."""
    wall = datetime.combine(day, clock, ZoneInfo(zone))
    moment = wall.astimezone(UTC)
    came = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return moment if came else None
