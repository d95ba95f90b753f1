"""When people are busy with what is not planned here: told by a later package, by `wiring`.

Calendars are kept above the plan, which cannot know them. What they tell is shown on the board,
doubted when something is planned over it, and counted against the hours that can be promised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.values.period import Period

if TYPE_CHECKING:
    from datetime import date

KIND = "busy"


@dataclass(frozen=True, slots=True)
class Busy:
    """Some time of one day of a person's, which `day` is where they are.

    `title` says no more than that they are busy, unless they allow it.
    """

    key: int
    person_id: int
    period: Period
    day: date
    title: str = "Busy"

    @property
    def url(self) -> str:
        """Where it is shown: nowhere but on the plan."""
        return f"{reverse('plan')}?week={self.day.isoformat()}"


Source = Callable[[Sequence[int], Period], Sequence[Busy]]
"""Gives when some people are busy in a period, in pieces of a day each."""

_sources: list[Source] = []


def declare_busy(sources: Iterable[Source]) -> None:
    """Install who knows when people are busy; called once, by `wiring`."""
    _sources[:] = sources


def busy_between(people: Iterable[int], period: Period) -> list[Busy]:
    """Give when some people are busy in a period, by its beginning."""
    ids = list(people)
    found = [one for source in _sources for one in source(ids, period)] if ids else []
    return sorted(found, key=lambda one: (one.period.start, one.person_id, one.key))


def without(period: Period, taken: Iterable[Period]) -> list[Period]:
    """Give what is left of a period where nothing else takes it, in order."""
    left = [period]
    for other in taken:
        left = [piece for one in left for piece in _beside(one, other)]
    return left


def _beside(one: Period, other: Period) -> list[Period]:
    if not one.overlaps(other):
        return [one]
    pieces = (
        Period(one.start, max(one.start, other.start)), Period(min(one.end, other.end), one.end),
    )  # fmt: skip
    return [piece for piece in pieces if not piece.is_empty]
