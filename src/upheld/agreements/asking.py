"""What agreements ask of later stages of work, which they may not import: free hours, like work.

Delivery answers; `wiring` introduces the two. While nobody answers, the answer is "not known".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hours of a function that are wanted between two days."""

    seconds: int
    function: str
    starts_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class CapacityAnswer:
    """Whether wanted hours fit: how many are short (0 when they fit), and in which words."""

    short_seconds: int
    words: str
    earliest_due: date | None = None


@dataclass(frozen=True, slots=True)
class Comparable:
    """One finished piece of work that is like the one to be estimated."""

    title: str
    company: str
    estimate_seconds: int | None
    actual_seconds: int
    finished_on: date
    url: str


@dataclass(frozen=True, slots=True)
class Comparables:
    """Finished work of the same kind: its middle and its 80 % mark, or too little of it."""

    cases: tuple[Comparable, ...]
    p50_seconds: int | None
    p80_seconds: int | None
    needed: int = 0
    """How many more finished cases would be enough; 0 when there are enough."""


CapacityAsked = Callable[["tuple[Wanted, ...]", "datetime"], CapacityAnswer]
ComparablesAsked = Callable[[str, str], Comparables]

_capacity: list[CapacityAsked] = []
_comparables: list[ComparablesAsked] = []


def answer_for_delivery(capacity: CapacityAsked, comparables: ComparablesAsked) -> None:
    """Introduce who answers about capacity and comparable work; called once, by `wiring`."""
    _capacity[:] = [capacity]
    _comparables[:] = [comparables]


def capacity_for(wanted: tuple[Wanted, ...], at: datetime) -> CapacityAnswer | None:
    """Ask whether wanted hours fit; nothing while nobody can answer."""
    return _capacity[0](wanted, at) if _capacity else None


def comparables_for(words: str, function: str) -> Comparables:
    """Ask for finished work that is like these words, of a function."""
    return _comparables[0](words, function) if _comparables else Comparables((), None, None, 5)
