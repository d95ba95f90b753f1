"""Everything that a ticket's page shows of the ticket itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.delivery.queries.ticket_clocks import clocks_of
from upheld.delivery.queries.tickets import readable_entries
from upheld.delivery.rules.service_clock import ClockReading, Standing
from upheld.delivery.rules.ticket_events import Target
from upheld.delivery.rules.ticket_states import PRIORITIES, Move, moves_from
from upheld.foundation.ui.shapes import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.delivery.models import Ticket, TicketEntry
    from upheld.foundation.actor import Actor

SPOKEN = frozenset({"created", "replied", "asked", "note"})
"""Entries in which somebody says something; the others are one quiet line."""

CLOCK_TITLES = {Target.FIRST_RESPONSE: "First response", Target.RESOLUTION: "Resolution"}
STANDINGS = {
    Standing.RUNNING: ("Running", "info"),
    Standing.PAUSED: ("Rests", "warn"),
    Standing.MET: ("Met", "good"),
    Standing.MISSED: ("Missed", "bad"),
    Standing.NOT_DUE: ("Not needed", "neutral"),
    Standing.NO_TARGET: ("No target", "neutral"),
}
MOVE_TITLES = {
    Move.START: "Take into work",
    Move.WAIT: "Wait for the customer",
    Move.RESOLVE: "Resolve",
    Move.REOPEN: "Reopen",
    Move.CLOSE: "Close",
}
WAY = (("new", "New"), ("open", "In work"), ("resolved", "Resolved"), ("closed", "Closed"))


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One clock as the page explains it."""

    title: str
    standing: str
    tone: str
    reading: ClockReading

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.reading.standing in {Standing.RUNNING, Standing.PAUSED} or (
            self.reading.standing is Standing.MISSED and self.reading.stopped_at is None
        )

    @property
    def has_target(self) -> bool:
        """Tell whether anything was agreed for it."""
        return self.reading.standing is not Standing.NO_TARGET


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the conversation."""

    entry: TicketEntry
    who: str
    by_customer: bool
    words: str
    """What happened, where nobody said anything."""

    @property
    def is_note(self) -> bool:
        """Tell whether only the staff reads it."""
        return self.entry.happened == "note"


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A ticket, what was said on it and how its clocks stand."""

    ticket: Ticket
    said: tuple[Said, ...]
    clocks: tuple[ClockShown, ...]
    moves: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    next_step: str
    next_why: str

    @property
    def policy_name(self) -> str:
        """Give the name of the service level."""
        return self.ticket.policy.name if self.ticket.policy else ""


def ticket_page(ticket: Ticket, actor: Actor, at: datetime) -> TicketPage:
    """Read a ticket's page: at most six queries."""
    entries = list(readable_entries(ticket, actor))
    read = clocks_of(entries, at)
    clocks = tuple(_shown(one) for one in (read.response, read.resolution)) if read else ()
    step, why = _next(ticket, clocks)
    return TicketPage(
        ticket=ticket,
        said=tuple(said_by(entry) for entry in entries if _is_said(entry)),
        clocks=tuple(one for one in clocks if one.has_target),
        moves=tuple((move.value, MOVE_TITLES[move]) for move in moves_from(ticket.state)),
        steps=_steps(ticket),
        next_step=step,
        next_why=why,
    )


def said_by(entry: TicketEntry) -> Said:
    """Give an entry with the name of whoever it was."""
    person = entry.person.name if entry.person else ""
    contact = entry.contact.name if entry.contact else ""
    asked = entry.happened == "asked" or (entry.happened == "created" and bool(contact))
    who = (contact if asked else person) or contact or entry.who or "Somebody"
    return Said(entry, who, asked, _words(entry))


def _is_said(entry: TicketEntry) -> bool:
    # An empty description says nothing beyond the ticket's own title.
    return entry.happened != "created" or bool(entry.text)


def _words(entry: TicketEntry) -> str:
    states = {"new": "new", "open": "in work", "waiting": "waiting for the customer",
              "resolved": "resolved", "closed": "closed"}  # fmt: skip
    match entry.happened:
        case "state_changed":
            return f"put it to “{states.get(entry.after, entry.after)}”"
        case "priority_changed":
            return f"made it {_priority(entry.after)}, from {_priority(entry.before)}"
        case "assigned":
            return f"gave it to {entry.after}" if entry.after else "gave it to nobody"
        case "resolved":
            return "resolved it"
        case "reopened":
            return "reopened it"
        case "policy_changed":
            return "put it under another service level"
    return ""


def _priority(text: str) -> str:
    return PRIORITIES.get(int(text), text).lower() if text.isdecimal() else text


def _shown(reading: ClockReading) -> ClockShown:
    title, tone = STANDINGS[reading.standing]
    return ClockShown(CLOCK_TITLES[reading.target], title, tone, reading)


def _steps(ticket: Ticket) -> tuple[Step, ...]:
    keys = [key for key, _ in WAY]
    state = "open" if ticket.state == "waiting" else ticket.state
    here = keys.index(state)
    return tuple(
        Step(
            "Waiting for the customer" if key == "open" and ticket.state == "waiting" else title,
            "done" if place < here else "current" if place == here else "ahead",
        )
        for place, (key, title) in enumerate(WAY)
    )


def _next(ticket: Ticket, clocks: Sequence[ClockShown]) -> tuple[str, str]:
    """Give what should happen next, and why."""
    if ticket.is_settled:
        return "", ""
    unanswered = next(
        (one for one in clocks if one.is_open and one.reading.target is Target.FIRST_RESPONSE), None
    )
    if unanswered is not None:
        return "Answer the customer", "Nobody has answered yet."
    if ticket.assignee_id is None:
        return "Give it to somebody", "It is with nobody."
    if ticket.state == "waiting":
        return "Wait for the customer", "They were asked for something."
    return "Solve it, or ask what is missing", ""
