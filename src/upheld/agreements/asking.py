"""What agreements ask of later stages of work, which they may not import: hours, like work, levels.

Delivery answers; `wiring` introduces the two. While nobody answers, the answer is "not known".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """What is promised of the desk: business seconds by priority ("1" to "4"), over which hours.

    `attained` is the share of what falls due in a month that is answered and solved in time, in
    parts per million.
    """

    name: str
    hours: str
    first_response: Mapping[str, int]
    resolution: Mapping[str, int]
    attained: int
    next_response: Mapping[str, int] = field(default_factory=dict)
    """Each time the customer writes again; empty where nothing is promised of that."""


CapacityAsked = Callable[["tuple[Wanted, ...]", "datetime"], CapacityAnswer]
ComparablesAsked = Callable[[str, str], Comparables]
ServiceLevelAsked = Callable[[int], "ServiceLevel | None"]

_capacity: list[CapacityAsked] = []
_comparables: list[ComparablesAsked] = []
_service_levels: list[ServiceLevelAsked] = []


def answer_for_delivery(
    capacity: CapacityAsked, comparables: ComparablesAsked, service_level: ServiceLevelAsked
) -> None:
    """Introduce who answers about hours, comparable work and service levels; once, by `wiring`."""
    _capacity[:] = [capacity]
    _comparables[:] = [comparables]
    _service_levels[:] = [service_level]


def capacity_for(wanted: tuple[Wanted, ...], at: datetime) -> CapacityAnswer | None:
    """Ask whether wanted hours fit; nothing while nobody can answer."""
    return _capacity[0](wanted, at) if _capacity else None


def comparables_for(words: str, function: str) -> Comparables:
    """Ask for finished work that is like these words, of a function."""
    return _comparables[0](words, function) if _comparables else Comparables((), None, None, 5)


def service_level_for(company_id: int) -> ServiceLevel | None:
    """Ask which service level holds for a customer; nothing where none does."""
    return _service_levels[0](company_id) if _service_levels else None
