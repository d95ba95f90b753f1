"""Everything that a ticket's page shows of the ticket itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.delivery.queries.ticket_clocks import clocks_of
from upheld.delivery.queries.tickets import readable_entries
from upheld.delivery.rules.service_clock import ClockReading, Standing
from upheld.delivery.rules.ticket_events import Target
from upheld.delivery.rules.ticket_states import PRIORITIES, Move, moves_from
from upheld.foundation.ui.shapes import Moment, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.delivery.models import Ticket, TicketEntry
    from upheld.foundation.actor import Actor

SPOKEN = {
    "created": ("ticket", "opened it"),
    "replied": ("mail", "answered"),
    "asked": ("mail", "wrote"),
    "note": ("note", "noted, for the staff alone"),
}
"""Entries in which somebody says something: their kind on the course, and how it is said."""

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
STATE_SAID = {
    "new": "put it back among the new ones",
    "open": "took it into work",
    "waiting": "left it with the customer",
    "resolved": "put it among the resolved ones",
    "closed": "closed it",
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
class TicketPage:
    """A ticket, what was said on it and how its clocks stand."""

    ticket: Ticket
    said: tuple[Moment, ...]
    """The newest first."""
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
        said=tuple(said_by(entry) for entry in reversed(entries)),
        clocks=tuple(one for one in clocks if one.has_target),
        moves=tuple((move.value, MOVE_TITLES[move]) for move in moves_from(ticket.state)),
        steps=_steps(ticket),
        next_step=step,
        next_why=why,
    )


def said_by(entry: TicketEntry) -> Moment:
    """Give an entry as one moment of the ticket's course."""
    kind, title = SPOKEN.get(entry.happened, ("change", ""))
    person = entry.person.name if entry.person else ""
    contact = entry.contact.name if entry.contact else ""
    # Whoever entered a ticket for a contact speaks for them; the contact stands behind.
    who = person or contact or entry.who or "Somebody"
    said = title or _words(entry)
    if entry.happened == "created" and person and contact:
        said += f" for {contact}"
    if entry.automatic:
        said += ", automatically"
    return Moment(entry.at, kind, said, who, entry.text)


def _words(entry: TicketEntry) -> str:
    """Say what happened where nobody says anything; "" for what speaks for itself."""
    after, before = entry.after, entry.before
    given = f"gave it to {after}" if after else "gave it to nobody"
    return {
        "state_changed": STATE_SAID.get(after, f"put it to “{after}”"),
        "priority_changed": f"made it {_priority(after)}, from {_priority(before)}",
        "assigned": given,
        "resolved": "resolved it",
        "reopened": "reopened it",
        "policy_changed": "put it under another service level",
    }.get(entry.happened, "")


def _priority(text: str) -> str:
    return PRIORITIES.get(int(text), text).lower() if text.isdecimal() else text


def _shown(reading: ClockReading) -> ClockShown:
    title, tone = STANDINGS[reading.standing]
    return ClockShown(CLOCK_TITLES[reading.target], title, tone, reading)


def _steps(ticket: Ticket) -> tuple[Step, ...]:
    keys = [key for key, _ in WAY]
    state = "open" if ticket.state == "waiting" else ticket.state
    here = keys.index(state)
    # Nothing comes after closed, so it is behind and not where the ticket stands.
    done = here + 1 if state == "closed" else here
    return tuple(
        Step(
            "Waiting for the customer" if key == "open" and ticket.state == "waiting" else title,
            "done" if place < done else "current" if place == here else "ahead",
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
