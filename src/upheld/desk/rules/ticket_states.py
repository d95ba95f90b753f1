"""From which state a ticket may go where, and how soon somebody has to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum, StrEnum, auto

from upheld.foundation.refusals import Reason

PRIORITIES: Mapping[int, str] = {1: "Critical", 2: "High", 3: "Normal", 4: "Low"}


class Move(StrEnum):
    """What can be done to the state of a ticket."""

    START = auto()
    WAIT = auto()
    RESOLVE = auto()
    REOPEN = auto()
    CLOSE = auto()


_FROM: Mapping[Move, frozenset[str]] = {
    Move.START: frozenset({"new", "waiting"}),
    Move.WAIT: frozenset({"new", "open"}),
    Move.RESOLVE: frozenset({"new", "open", "waiting"}),
    Move.REOPEN: frozenset({"resolved", "closed"}),
    Move.CLOSE: frozenset({"resolved"}),
}
LEADS_TO: Mapping[Move, str] = {
    Move.START: "open",
    Move.WAIT: "waiting",
    Move.RESOLVE: "resolved",
    Move.REOPEN: "open",
    Move.CLOSE: "closed",
}
_SAID: Mapping[str, str] = {
    "new": "new",
    "open": "in work",
    "waiting": "waiting for the customer",
    "resolved": "resolved",
    "closed": "closed",
}


def moves_from(state: str) -> tuple[Move, ...]:
    """List what can be done to a ticket in a state, the most usual first."""
    return tuple(move for move in Move if state in _FROM[move])


def move_problem(move: Move, state: str) -> Reason | None:
    """Say why a ticket in a state cannot be moved so (ticket_not_there), or None."""
    if state in _FROM[move]:
        return None
    usual = " or ".join(sorted(_SAID[one] for one in _FROM[move]))
    return Reason(
        "ticket_not_there",
        f"The ticket is {_SAID[state]}; this needs one that is {usual}.",
        "Reopen it first." if state in {"resolved", "closed"} else "Look at it as it is now.",
    )


def move_to(column: str, state: str) -> Move | None:
    """Give the move that brings a ticket from a state into a column; None: it is there."""
    if column == state:
        return None
    if column == "open":
        return Move.REOPEN if state in {"resolved", "closed"} else Move.START
    by_column = {"waiting": Move.WAIT, "resolved": Move.RESOLVE, "closed": Move.CLOSE}
    return by_column.get(column)


class Danger(IntEnum):
    """How pressing a clock is; the lowest first in a list."""

    MISSED = 0
    SOON = 1
    RUNNING = 2
    NONE = 3


def danger(due_at: datetime | None, at: datetime, *, soon_seconds: int = 3600) -> Danger:
    """Tell how pressing a due moment is; within an hour counts as soon."""
    if due_at is None:
        return Danger.NONE
    if due_at < at:
        return Danger.MISSED
    return Danger.SOON if (due_at - at).total_seconds() <= soon_seconds else Danger.RUNNING
