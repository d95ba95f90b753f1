"""Everything that a ticket's page shows of the ticket itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.desk.carriers import brought_in
from upheld.desk.queries.ticket_around import Around, around_ticket
from upheld.desk.queries.ticket_asked import asked_last
from upheld.desk.queries.ticket_clocks import TicketClocks, clocks_of
from upheld.desk.queries.ticket_cover import Cover, cover_of
from upheld.desk.queries.tickets import readable_entries
from upheld.desk.rules.service_clock import ClockReading, Standing
from upheld.desk.rules.ticket_events import Target
from upheld.desk.rules.ticket_states import PRIORITIES, Move, moves_from
from upheld.foundation.ui.filters import size_of_file
from upheld.foundation.ui.shapes import Fact, Moment, Step
from upheld.foundation.values.period import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from upheld.desk.models import Ticket, TicketEntry
    from upheld.desk.queries.ticket_around import FileShown
    from upheld.foundation.actor import Actor

SPOKEN = {
    "created": ("ticket", "opened it"),
    "replied": ("mail", "answered"),
    "asked": ("mail", "wrote"),
    "note": ("note", "noted"),
}
"""Entries in which somebody says something: their kind on the course, and how it is said."""

CLOCK_TITLES = {
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
MOVE_TITLES = {
    Move.START: "Take into work",
    Move.WAIT: "Wait for the customer",
    Move.RESOLVE: "Resolve",
    Move.REOPEN: "Reopen",
    Move.CLOSE: "Close",
}
STATES = {
    "new": "new",
    "open": "in work",
    "waiting": "waiting for the customer",
    "resolved": "resolved",
    "closed": "closed",
}
STATE_SAID = {
    "new": "put it back among the new ones",
    "open": "took it into work",
    "waiting": "left it with the customer",
    "resolved": "put it among the resolved ones",
    "closed": "closed it",
}
ANSWER = "Answer the customer"
WAY = (("new", "New"), ("open", "In work"), ("resolved", "Resolved"), ("closed", "Closed"))


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One clock as the page explains it."""

    title: str
    standing: str
    tone: str
    reading: ClockReading
    key: str
    """Where its page of minutes has it."""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.reading.is_open

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
    around: Around
    cover: Cover | None
    """Whether an agreement covers work on it; nothing for our own, and for customers."""
    read_to: int
    """The id of the last entry that the reader has before their eyes; 0 for none."""

    @property
    def states(self) -> Mapping[str, str]:
        """Give what each state is called, for tickets beside this one."""
        return STATES

    @property
    def policy_name(self) -> str:
        """Give the name of the service level."""
        return self.ticket.policy.name if self.ticket.policy else ""


def ticket_page(ticket: Ticket, actor: Actor, at: datetime) -> TicketPage:
    """Read a ticket's page: at most eight queries."""
    entries = list(readable_entries(ticket, actor))
    around = around_ticket(ticket, actor)
    own = [entry for entry in entries if entry.ticket_id == ticket.pk]
    read = clocks_of(own, at, opened_at=ticket.opened_at)
    clocks = _clocks(read) if read else ()
    step, why = _next(ticket, clocks)
    if step == ANSWER:
        why = asked_last(entries) or why
    return TicketPage(
        ticket=ticket,
        said=_said(ticket, entries, around, actor),
        clocks=tuple(one for one in clocks if one.has_target),
        moves=tuple((move.value, MOVE_TITLES[move]) for move in moves_from(ticket.state)),
        steps=_steps(ticket),
        next_step=step,
        next_why=why,
        around=around,
        cover=_cover(ticket, around, actor, at),
        read_to=max((entry.pk for entry in entries), default=0),
    )


def _said(
    ticket: Ticket, entries: Sequence[TicketEntry], around: Around, actor: Actor
) -> tuple[Moment, ...]:
    """Give the course of a ticket, the newest first; the staff is told what came by mail."""
    elsewhere = {near.pk: near.number for near in around.merged}
    came = brought_in([entry.pk for entry in entries]) if actor.is_staff else {}
    said = []
    for entry in reversed(entries):
        files = _links(ticket, _came_with(entry, around), actor)
        moment = said_by(entry, files, actor, elsewhere)
        if entry.pk in came:
            words, url = came[entry.pk]
            moment = replace(moment, title=f"{moment.title} {words}".strip(), url=url)
        said.append(moment)
    return tuple(said)


def _cover(ticket: Ticket, around: Around, actor: Actor, at: datetime) -> Cover | None:
    if ticket.company_id is None or not actor.is_staff:
        return None
    return cover_of(around.terms, today(at, actor.zone))


def _came_with(entry: TicketEntry, around: Around) -> Iterable[FileShown]:
    """Give the files of an entry; of words that a split took along, those that came with them."""
    return around.files.get(entry.copied_from_id or entry.pk, ())


def _links(ticket: Ticket, files: Iterable[FileShown], actor: Actor) -> tuple[Fact, ...]:
    route = "ticket-file" if actor.is_staff else "portal-ticket-file"
    return tuple(
        Fact(one.name, size_of_file(one.size), reverse(route, args=[ticket.number, one.pk]))
        for one in files
    )


def said_by(
    entry: TicketEntry,
    files: tuple[Fact, ...] = (),
    actor: Actor | None = None,
    elsewhere: Mapping[int, int] | None = None,
) -> Moment:
    """Give an entry as one moment of the ticket's course; the staff is told who else reads it.

    `elsewhere`: the numbers of merged tickets by their ids.
    """
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
    if elsewhere and entry.ticket_id in elsewhere:
        said += f", on #{elsewhere[entry.ticket_id]}"
    readers = ""
    if actor is not None and actor.is_staff and (entry.text or files):
        readers = "customer" if entry.public else "staff"
    return Moment(entry.at, kind, said, who, entry.text, files=files, readers=readers)


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
        "snoozed": _snoozed(after) if entry.happened == "snoozed" else "",
        "woke": "took it up again",
        "merged": f"merged #{after} into it",
        "merged_into": f"merged it into #{after}",
        "parted": f"took it and #{after} apart again",
        "split": f"split #{after} off",
        "queued": f"put it into “{after}”" if after else "took it out of its queue",
    }.get(entry.happened, "")


def _snoozed(until: str) -> str:
    if not until:
        return "laid it aside until the customer writes"
    return f"laid it aside until {datetime.fromisoformat(until):%-d %B %Y}"


def _priority(text: str) -> str:
    return PRIORITIES.get(int(text), text).lower() if text.isdecimal() else text


def _clocks(read: TicketClocks) -> tuple[ClockShown, ...]:
    """Give the clocks that the page shows: of the next responses the last."""
    nth = len(read.rounds)
    return (
        _shown(read.response, "first_response"),
        *(_shown(one, f"next_response-{nth}") for one in read.rounds[-1:]),
        _shown(read.resolution, "resolution"),
    )


def _shown(reading: ClockReading, key: str) -> ClockShown:
    title, tone = STANDINGS[reading.standing]
    return ClockShown(CLOCK_TITLES[reading.target], title, tone, reading, key)


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
    open_ones = {one.reading.target for one in clocks if one.is_open}
    if Target.FIRST_RESPONSE in open_ones:
        return ANSWER, "Nobody has answered yet."
    if Target.NEXT_RESPONSE in open_ones:
        return ANSWER, "They wrote again and wait."
    if ticket.assignee_id is None:
        return "Give it to somebody", "It is with nobody."
    if ticket.state == "waiting":
        return "Wait for the customer", "They were asked for something."
    return "Solve it, or ask what is missing", ""
