"""What a promise comes to at a moment, and the say/do ratio of many.

Settings on which the field disagrees, and what holds here: a promise that was kept after it fell
due does not count as kept, because "by when" was part of it; it is counted apart as late. Whoever
wants it otherwise asks for `late_counts=True`, and the page says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from upheld.foundation.values.period import Period
from upheld.foundation.values.rate import Rate
from upheld.promises.rules.states import FINAL, PromiseState

SOON = timedelta(days=7)

_ONCE_AGREED = frozenset({PromiseState.AGREED, PromiseState.KEPT, PromiseState.BROKEN})


class Standing(StrEnum):
    """What a promise comes to at a moment: its light on every page."""

    OFFERED = auto()
    RUNNING = auto()
    DUE_SOON = auto()
    OVERDUE = auto()
    """Agreed, fell due, neither kept nor given up."""
    KEPT = auto()
    LATE = auto()
    """Kept, after it fell due."""
    BROKEN = auto()
    REPLACED = auto()
    RELEASED = auto()


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """What the ledger needs to know of one promise.

    `due_at` is the moment by which it is kept, None for one without a date. `agreed_at` is None
    for one that was never agreed. `settled_at` is when it took its final state, None before.
    `weight` is its value in minor units, or 1.
    """

    state: PromiseState
    due_at: datetime | None
    agreed_at: datetime | None = None
    settled_at: datetime | None = None
    weight: int = 1

    def __post_init__(self) -> None:
        if (self.state in FINAL) != (self.settled_at is not None):
            raise ValueError("a promise in a final state, and no other, says when it was settled")
        if self.agreed_at is None and self.state in _ONCE_AGREED:
            raise ValueError(f"a promise that is {self.state.value} says when it was agreed")
        if self.agreed_at is not None and self.state is PromiseState.OFFERED:
            raise ValueError("a promise that is only offered was not agreed")

    def was_agreed(self, at: datetime) -> bool:
        """Tell whether it had been agreed by a moment."""
        return self.agreed_at is not None and self.agreed_at <= at


def overdue(fact: PromiseFact, at: datetime) -> bool:
    """Tell whether a promise was, at a moment, agreed and past due with no answer yet.

    At the very moment it falls due it is not overdue. What was settled later was open then.
    """
    return standing(fact, at) is Standing.OVERDUE


def standing(fact: PromiseFact, at: datetime, *, soon: timedelta = SOON) -> Standing:
    """Say what a promise came to at a moment, as it was known then."""
    if fact.settled_at is not None and fact.settled_at <= at:
        is_late = fact.due_at is not None and fact.settled_at > fact.due_at
        if fact.state is PromiseState.KEPT and is_late:
            return Standing.LATE
        return Standing(fact.state.value)
    if not fact.was_agreed(at):
        return Standing.OFFERED
    if fact.due_at is None:
        return Standing.RUNNING
    if fact.due_at < at:
        return Standing.OVERDUE
    return Standing.DUE_SOON if fact.due_at - at <= soon else Standing.RUNNING


@dataclass(frozen=True, slots=True)
class SayDo:
    """Promises that fell due in a period, by what they came to (counts, or weights)."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    overdue: int = 0
    replaced: int = 0
    released: int = 0

    @property
    def counted(self) -> int:
        """Add up those the ratio is over: kept, late, broken and overdue."""
        return self.kept + self.late + self.broken + self.overdue

    def done(self, *, late_counts: bool = False) -> int:
        """Give the upper part of the ratio."""
        return self.kept + (self.late if late_counts else 0)

    def ratio_rounded(self, *, late_counts: bool = False) -> Rate | None:
        """Give the share kept, half to even; None when nothing fell due.

        A figure for a page goes through the measure catalogue instead, which also asks whether
        there is enough evidence.
        """
        if not self.counted:
            return None
        return Rate.of_rounded(self.done(late_counts=late_counts), self.counted)


_COUNTED = {
    Standing.KEPT: "kept",
    Standing.LATE: "late",
    Standing.BROKEN: "broken",
    Standing.OVERDUE: "overdue",
    Standing.REPLACED: "replaced",
    Standing.RELEASED: "released",
}


def fell_due(fact: PromiseFact, period: Period, at: datetime) -> bool:
    """Tell whether a promise fell due in a period, as far as it had run at a moment.

    One without a date falls due when it is settled. One that was broken, replaced or released
    before its date still counts on its date, so that giving up early hides nothing. What was
    never agreed never falls due: an offer that lapsed was released without being promised.
    """
    if not fact.was_agreed(at):
        return False
    due = fact.due_at if fact.due_at is not None else fact.settled_at
    return due is not None and due <= at and period.contains(due)


def say_do(
    facts: Iterable[PromiseFact], period: Period, at: datetime, *, weighted: bool = False
) -> SayDo:
    """Count what the promises that fell due in a period came to by a moment.

    `weighted` adds weights instead of counting.
    """
    tally: Counter[str] = Counter()
    for fact in facts:
        if not fell_due(fact, period, at):
            continue
        name = _COUNTED.get(standing(fact, at))
        if name is not None:
            tally[name] += fact.weight if weighted else 1
    return SayDo(**tally)
