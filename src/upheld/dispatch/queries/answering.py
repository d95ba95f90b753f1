"""What a new promise of hours would do, answered before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from upheld.agreements.asking import CapacityAnswer
from upheld.dispatch.queries.bench import Bench, Hours
from upheld.dispatch.queries.groups import Group
from upheld.dispatch.rules.capacity import Fit, Load, WeekOfHours, fits, free_hours
from upheld.dispatch.rules.promised_hours import OpenWork, by_week
from upheld.foundation.values.effort import written_effort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.agreements.asking import Wanted


@dataclass(frozen=True, slots=True)
class Outlook:
    """The answer to one question: the fit, and the weeks as they would be with the promise."""

    seconds: int
    due_on: date
    hours: Hours
    fit: Fit
    after: tuple[WeekOfHours, ...]
    learned: bool

    @property
    def words(self) -> str:
        """Say it all in sentences."""
        wish = f"{written_effort(self.seconds)} by {_day(self.due_on)}"
        return f"{self.hours.title}, {wish}: {said(self.fit)}{caveat(self.hours)}"


def outlook(bench: Bench, group: Group, seconds: int, due_on: date) -> Outlook:
    """Answer what a promise of so many seconds by a day would do to a group's weeks."""
    hours = bench.hours_of(group)
    start = bench.today
    return Outlook(
        seconds=seconds,
        due_on=due_on,
        hours=hours,
        fit=fits(seconds, hours.weeks, start_on=start, due_on=due_on),
        after=with_more(hours.weeks, OpenWork(seconds, start, due_on), start),
        learned=hours.reactive.known,
    )


def bench_until(at: datetime, last: date) -> Bench:
    """Give a bench that reaches twelve weeks beyond a day, or as far as anybody looks."""
    return Bench(at, until=last)


def capacity_answer(wanted: tuple[Wanted, ...], at: datetime) -> CapacityAnswer:
    """Say whether wanted hours fit beside all that is promised, function by function.

    What is wanted earlier takes its room first, so that two wishes never count the same hour.
    Short are the hours that are missing for it to be sure beside the tickets of a busy time.
    """
    if not wanted:
        return CapacityAnswer(0, "Nothing is asked for.")
    bench = bench_until(at, max(one.due_on for one in wanted))
    short, sentences, earliest = 0, [], None
    for function in sorted({one.function for one in wanted}):
        hours = bench.hours_of(bench.of_function(function))
        weeks: Sequence[WeekOfHours] = hours.weeks
        asked = [one for one in wanted if one.function == function]
        for one in sorted(asked, key=lambda wish: (wish.due_on, wish.seconds)):
            start = max(one.starts_on, bench.today)
            fit = fits(one.seconds, weeks, start_on=start, due_on=one.due_on)
            short += fit.short_seconds
            sentences.append(f"{_wish(one)}: {said(fit)}")
            if not fit.fits and fit.earliest_due is not None:
                earliest = max(earliest or fit.earliest_due, fit.earliest_due)
            weeks = with_more(weeks, OpenWork(one.seconds, start, one.due_on), bench.today)
        sentences.append(caveat(hours).strip())
    return CapacityAnswer(short, " ".join(one for one in sentences if one), earliest)


def with_more(weeks: Sequence[WeekOfHours], work: OpenWork, today: date) -> tuple[WeekOfHours, ...]:
    """Give the weeks as they would be with one more work promised, laid evenly."""
    more = by_week([work], today)
    loads = {}
    for week in weeks:
        load, added = week.load, more.get(week.monday, 0)
        loads[week.monday] = Load(
            load.available, load.promised + added, load.planned, load.reactive
        )
    return free_hours(loads)


def said(fit: Fit) -> str:
    """Say a fit in sentences: whether, in which weeks not, and when it would."""
    parts = [fit.why]
    if fit.overfilled:
        named = ", ".join(_day(monday) for monday in sorted(fit.overfilled)[:4])
        more = f" and {len(fit.overfilled) - 4} more" if len(fit.overfilled) > 4 else ""  # noqa: PLR2004  as many as are named
        plural = "weeks" if len(fit.overfilled) > 1 else "week"
        parts.append(f"Laid evenly it would overfill the {plural} of {named}{more}.")
    if not fit.fits and fit.earliest_due is not None:
        parts.append(f"It would surely fit by {_day(fit.earliest_due)}.")
    elif not fit.fits:
        parts.append("It would not surely fit in any week that is looked at.")
    return " ".join(parts)


def caveat(hours: Hours) -> str:
    """Say what the answer rests on where that is little."""
    if hours.reactive.known:
        return ""
    return (
        f" Only {hours.reactive.n} weeks of tickets are known, so a share of each week is kept"
        " free instead of what they usually take."
    )


def _wish(one: Wanted) -> str:
    function = one.function.replace("_", " ") or "delivery"
    return f"{written_effort(one.seconds)} of {function} by {_day(one.due_on)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
