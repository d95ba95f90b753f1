"""What a later package that carries words to and from customers tells the desk of them.

The desk cannot know of mail. Whoever carries answers out says so here, so that no notice is mailed
beside the answer itself; and says which of a ticket's entries it brought in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.desk.models import Ticket


@dataclass(frozen=True, slots=True)
class Carrier:
    """One way by which words come and go."""

    carries: Callable[[Ticket], bool]
    """Whether the last answer on a ticket is on its way to the customer in full."""
    brought: Callable[[Sequence[int]], Mapping[int, str]]
    """Which of some entries (their ids) it brought, with the address of each one's page."""
    words: str
    """How it is said on an entry: "by mail"."""


_carriers: list[Carrier] = []


def declare_carrier(carrier: Carrier) -> None:
    """Say who carries words to and from customers; called once, by `wiring`."""
    _carriers[:] = [carrier]


def is_carried(ticket: Ticket) -> bool:
    """Tell whether the last answer on a ticket reaches the customer by itself."""
    return any(one.carries(ticket) for one in _carriers)


def brought_in(entries: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Give how entries came, where not by hand: entry id to words and address; one query."""
    return {
        entry: (one.words, url)
        for one in _carriers
        for entry, url in one.brought(entries).items()
    }  # fmt: skip
