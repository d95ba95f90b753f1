"""What a proposal would do to the weeks ahead, before it is promised: function by function.

Each week says how many hours there are, how many are spoken for, what the proposal adds and what is
left then; who of those who could do it has room; and how it stands with each of their skills.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.agreements.queries.wanted import work_wanted
from upheld.dispatch.queries.answering import bench_until, said, with_more
from upheld.dispatch.queries.capacity_page import week_url
from upheld.dispatch.queries.groups import SKILL, Group
from upheld.dispatch.rules.capacity import WeekOfHours, fits
from upheld.dispatch.rules.promised_hours import OpenWork, monday_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from upheld.agreements.asking import Wanted
    from upheld.agreements.models import Proposal
    from upheld.agreements.queries.wanted import WantedWork
    from upheld.dispatch.queries.bench import Bench
    from upheld.dispatch.rules.capacity import Fit

MOST_WEEKS_SHOWN = 12
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekWithIt:
    """One week of a function: as it is, and as it would be; `url` has its rows."""

    before: WeekOfHours
    after: WeekOfHours
    url: str

    @property
    def monday(self) -> date:
        """The week."""
        return self.before.monday

    @property
    def added(self) -> int:
        """The seconds that the proposal lays on it, evenly."""
        return self.after.load.promised - self.before.load.promised

    @property
    def left(self) -> int:
        """What is left with it; less than 0 is what is missing."""
        return self.after.available - self.after.used

    @property
    def goes_over(self) -> bool:
        """Tell whether it is overfull by this, and was not before."""
        return self.left < 0 <= self.before.available - self.before.used


@dataclass(frozen=True, slots=True)
class Room:
    """The free hours of one person, or of those with a skill, week by week as they are now."""

    title: str
    free: tuple[tuple[int, str], ...]
    """Seconds of each week, and the page with its rows."""

    @property
    def most(self) -> int:
        """The most that is free in one week."""
        return max((seconds for seconds, _ in self.free), default=0)


@dataclass(frozen=True, slots=True)
class FunctionAsked:
    """What is asked of a function, whether it fits, and its weeks."""

    title: str
    seconds: int
    due_on: date
    answers: tuple[tuple[str, Fit, str], ...]
    """Each deliverable: its title, the fit, and that in sentences."""
    weeks: tuple[WeekWithIt, ...]
    people: tuple[Room, ...]
    skills: tuple[Room, ...]

    @property
    def over(self) -> tuple[date, ...]:
        """The weeks that it would overfill."""
        return tuple(week.monday for week in self.weeks if week.goes_over)

    @property
    def fits(self) -> bool:
        """Tell whether all of it surely fits."""
        return all(fit.fits for _, fit, _ in self.answers)


@dataclass(frozen=True, slots=True)
class ProposalOutlook:
    """What a proposal would do: by function, and what could not be asked about."""

    asked: tuple[FunctionAsked, ...]
    missing: tuple[WantedWork, ...]
    learned: bool


def proposal_outlook(proposal: Proposal, at: datetime) -> ProposalOutlook:
    """Lay a proposal's hours on the weeks ahead: some fifteen queries, however much it promises.

    Work that is due earlier takes its room first, as when hours are asked for.
    """
    works = work_wanted(proposal, at.date())
    wanted = [(one.title, one.wanted) for one in works if one.wanted is not None]
    missing = tuple(one for one in works if one.wanted is None)
    if not wanted:
        return ProposalOutlook((), missing, learned=True)
    bench = bench_until(at, max(one.due_on for _, one in wanted))
    functions = sorted({one.function for _, one in wanted})
    asked = tuple(
        _function(bench, name, [pair for pair in wanted if pair[1].function == name])
        for name in functions
    )
    learned = bench.hours_of(bench.group("")).reactive.known
    return ProposalOutlook(asked, missing, learned)


def _function(bench: Bench, name: str, wanted: Sequence[tuple[str, Wanted]]) -> FunctionAsked:
    group = bench.of_function(name)
    before = weeks = bench.hours_of(group).weeks
    answers = []
    for title, one in sorted(wanted, key=lambda pair: (pair[1].due_on, pair[1].seconds)):
        start = max(one.starts_on, bench.today)
        fit = fits(one.seconds, weeks, start_on=start, due_on=one.due_on)
        answers.append((title, fit, said(fit)))
        weeks = with_more(weeks, OpenWork(one.seconds, start, one.due_on), bench.today)
    due = max(one.due_on for _, one in wanted)
    mondays = _shown(bench, min(one.starts_on for _, one in wanted), due)
    pairs = [pair for pair in zip(before, weeks, strict=True) if pair[0].monday in mondays]
    return FunctionAsked(
        title=group.title if group.key else f"{name.replace('_', ' ').capitalize()}, by everybody",
        seconds=sum(one.seconds for _, one in wanted),
        due_on=due,
        answers=tuple(answers),
        weeks=tuple(WeekWithIt(*pair, week_url(pair[0].monday, group.key)) for pair in pairs),
        people=_people(bench, group, mondays),
        skills=_skills(bench, group, mondays),
    )


def _shown(bench: Bench, start: date, due: date) -> frozenset[date]:
    """Give the weeks from the first with work to the one after the last, as many as are read."""
    first = max(monday_of(start), bench.mondays[0])
    weeks = [one for one in bench.mondays if first <= one <= monday_of(due) + _WEEK]
    return frozenset(weeks[:MOST_WEEKS_SHOWN] or bench.mondays[:1])


def _people(bench: Bench, group: Group, mondays: frozenset[date]) -> tuple[Room, ...]:
    """Give those who could do it, who has most room first."""
    alone = [Group("", bench.people[pk].name, (pk,)) for pk in group.people]
    rooms = [_room(bench, one, mondays, linked=False) for one in alone]
    return tuple(sorted(rooms, key=lambda one: -sum(seconds for seconds, _ in one.free)))


def _skills(bench: Bench, group: Group, mondays: frozenset[date]) -> tuple[Room, ...]:
    held = [
        one for one in bench.groups if one.key.startswith(SKILL) and one.members & group.members
    ]
    return tuple(_room(bench, one, mondays, linked=True) for one in held)


def _room(bench: Bench, group: Group, mondays: frozenset[date], *, linked: bool) -> Room:
    weeks = [one for one in bench.hours_of(group).weeks if one.monday in mondays]
    free = ((week.free, week_url(week.monday, group.key) if linked else "") for week in weeks)
    return Room(group.title, tuple(free))
