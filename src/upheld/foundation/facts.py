"""Facts and who answers them: how an earlier stage of work causes something in a later one.

An operation records a fact; the table of reactions in `wiring` says which operations answer it.
They run at once, in the same transaction: if an answer fails, the fact never happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that just happened, with its subject and whatever was recorded about it."""

    event: str
    subject: Owned
    data: Mapping[str, Any]
    by: Actor
    at: datetime


Reaction = Callable[[Fact], None]

_reactions: dict[str, tuple[Reaction, ...]] = {}


def answer_facts(table: Mapping[str, tuple[Reaction, ...]]) -> None:
    """Install the table of reactions; called once, by `wiring`."""
    _reactions.clear()
    _reactions.update({str(event): tuple(answers) for event, answers in table.items()})


def reactions_to(event: str) -> tuple[Reaction, ...]:
    """Give the reactions to an event, in the order of the table."""
    return _reactions.get(str(event), ())
