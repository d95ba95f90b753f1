"""A ticket's clocks, told minute by minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.desk.queries.ticket_clocks import clocks_of, entries_of
from upheld.desk.rules.service_clock import ClockReading, Standing
from upheld.desk.rules.service_explained import CLOSED, Piece, explained
from upheld.desk.rules.ticket_events import Target
from upheld.desk.rules.ticket_states import PRIORITIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.desk.models import Ticket

MOST_AT_EACH_END = 100
"""Pieces shown from the beginning and from the end of a clock that ran for months."""

TITLES = {
    Target.FIRST_RESPONSE: "First response",
    Target.NEXT_RESPONSE: "Next response",
    Target.RESOLUTION: "Resolution",
}
STANDINGS = {
    Standing.RUNNING: ("Running", "info"),
    Standing.PAUSED: ("Rests", "warn"),
    Standing.MET: ("Met", "good"),
    Standing.MISSED: ("Missed", "bad"),
    Standing.NOT_DUE: ("Not needed", "neutral"),
    Standing.NO_TARGET: ("No target", "neutral"),
}
STATES = {
    "new": "new",
    "open": "in work",
    "waiting": "waiting for the customer",
    "resolved": "resolved",
    "closed": "closed",
}


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A piece of a clock's explanation, in words."""

    piece: Piece
    why: str
    held: str
    """Which service level and priority held."""


@dataclass(frozen=True, slots=True)
class ClockTold:
    """One clock with its whole explanation; `left_out` pieces in its middle only as a sum."""

    key: str
    title: str
    standing: str
    tone: str
    reading: ClockReading
    first: tuple[PieceShown, ...]
    left_out: int
    left_out_seconds: int
    last: tuple[PieceShown, ...]


def clocks_told(ticket: Ticket, at: datetime) -> tuple[ClockTold, ...]:
    """Tell every clock of a ticket that has or had a target: at most three queries."""
    read = clocks_of(entries_of(ticket), at, opened_at=ticket.opened_at)
    if read is None:
        return ()
    many = len(read.rounds) > 1
    told = []
    nth = 0
    for reading in read.all:
        title = TITLES[reading.target]
        if reading.target is Target.NEXT_RESPONSE:
            nth += 1
            title = f"{title} {nth}" if many else title
        if reading.standing is not Standing.NO_TARGET:
            told.append(_told(reading, title, nth))
    return tuple(told)


def _told(reading: ClockReading, title: str, nth: int) -> ClockTold:
    pieces = [PieceShown(one, why_of(one), _held(one)) for one in explained(reading)]
    first, middle, last = _folded(pieces)
    standing, tone = STANDINGS[reading.standing]
    key = reading.target.value
    return ClockTold(
        key=f"{key}-{nth}" if reading.target is Target.NEXT_RESPONSE else key,
        title=title, standing=standing, tone=tone, reading=reading, first=tuple(first),
        left_out=len(middle), left_out_seconds=sum(one.piece.seconds for one in middle),
        last=tuple(last),
    )  # fmt: skip


def _folded(
    pieces: Sequence[PieceShown],
) -> tuple[Sequence[PieceShown], Sequence[PieceShown], Sequence[PieceShown]]:
    """Leave the middle of a very long explanation to its sum."""
    if len(pieces) <= 2 * MOST_AT_EACH_END:
        return pieces, (), ()
    end = len(pieces) - MOST_AT_EACH_END
    return pieces[:MOST_AT_EACH_END], pieces[MOST_AT_EACH_END:end], pieces[end:]


def why_of(piece: Piece) -> str:
    """Say why a piece counts, or why not."""
    if piece.counted:
        return "counted"
    if piece.why == CLOSED:
        days = ", ".join(f"{day.day} {day:%B}" for day in piece.holidays)
        return f"outside the opening hours; {days} is a holiday" if days else (
            "outside the opening hours"
        )  # fmt: skip
    if piece.why.startswith("waiting: "):
        state = piece.why.removeprefix("waiting: ")
        return f"rests: {STATES.get(state, state)}"
    return "rests: it is resolved"


def _held(piece: Piece) -> str:
    priority = PRIORITIES.get(piece.priority, str(piece.priority))
    return f"{piece.policy or 'no service level'}, {priority.lower()}"
