"""What somebody did that is probably time: each later package says what it knows of.

Meetings, answers to tickets and the like are kept above time, which cannot know them. Their
packages register here, by `wiring/proposing.py`. Nothing that is proposed is logged by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.period import Period
    from upheld.people.models import Person
    from upheld.timekeeping.targets import Target


@dataclass(frozen=True, slots=True)
class Done:
    """Something that a person did for `seconds` from `started_at` on.

    `key` names it for ever, within a hundred characters: what was declined is not proposed again.
    `why` says how it is known, such as "Meeting, 3 of theirs".
    """

    key: str
    target: Target
    started_at: datetime
    seconds: int
    why: str
    note: str = ""

    @property
    def ended_at(self) -> datetime:
        """Give the moment at which it was over."""
        return self.started_at + timedelta(seconds=self.seconds)


Source = Callable[["Actor", "Person", "Period"], Sequence[Done]]
"""Gives what a person did that was over within a period, on what the actor may see."""

_sources: list[Source] = []


def declare_sources(sources: Iterable[Source]) -> None:
    """Install who knows what was done; called once, by `wiring`."""
    _sources[:] = sources


def done_by(actor: Actor, person: Person, period: Period) -> list[Done]:
    """Give what all sources know, in order of time."""
    found = [done for source in _sources for done in source(actor, person, period)]
    return sorted(found, key=lambda one: (one.started_at, one.key))
