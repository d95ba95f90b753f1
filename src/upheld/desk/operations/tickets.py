"""Tickets are opened, answered and noted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.models.ticket import TicketState
from upheld.desk.operations.ticket_course import (
    happen,
    locked_to_write,
    record_ticket,
    require_read,
    settle,
    tell_customer,
)
from upheld.desk.operations.ticket_fields import answers_at_opening, keep_answers
from upheld.desk.operations.ticket_files import attach, hashes_of
from upheld.desk.operations.ticket_tags import keep_tags
from upheld.desk.queries.service_levels import level_in_force
from upheld.desk.queries.ticket_clocks import opening_clocks, stored_clocks
from upheld.desk.queries.ticket_tags import tags_meant
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import operation
from upheld.foundation.refusals import Refused, invalid, not_found
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from upheld.customers.models import Company, Contact
    from upheld.desk.models import TicketQueue, TicketTemplate
    from upheld.desk.operations.ticket_files import Upload
    from upheld.desk.queries.service_levels import Level
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

LONGEST_TEXT = 20_000
MOST_TAGS = 20
LONGEST_TAG = 40


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came with a request, and when it was made where that was not just now."""

    files: Sequence[Upload] = ()
    asked_at: datetime | None = None
    """They asked earlier, in a part of another ticket: the clocks run from then."""
    queue: TicketQueue | None = None
    """Where it waits by what it is for."""
    answers: Mapping[int, str] | None = None
    """What was typed into the provider's own fields, by their ids; None: nobody was asked."""
    template: TicketTemplate | None = None
    """What it began with; `ticket_templates.open_by_template` brings along what that says."""
    level: Level | None = None
    """The service level for it, where that was looked up just before."""


JUST_NOW = Arrival()


@operation(May.OPEN_TICKETS)
def open_ticket(
    *,
    title: str,
    by: Actor,
    at: datetime,
    company: Company | None = None,
    contact: Contact | None = None,
    priority: int = 3,
    kind: str = "",
    text: str = "",
    assignee: Person | None = None,
    tags: Iterable[str] = (),
    in_work: bool = False,
    arrival: Arrival = JUST_NOW,
) -> Ticket:
    """Open a ticket under the customer's service level, or the one for everybody.

    `in_work` says that somebody is at it already. Customers open tickets of their own company
    alone. Refuses with: invalid_input, not_found, and the codes of `ticket_files.attach`.
    """
    title = one_line(title)[:200]
    tags = tags_meant(tags)
    _require_usable(title, priority, text, tags)
    _require_of_one_company(company, contact, by)
    asked_at = arrival.asked_at or at
    asked_by = by.contact_id or (contact.pk if contact else None)
    answers = answers_at_opening(arrival.answers, kind)
    level = arrival.level or level_in_force(company.pk if company else None, at, kind)
    ticket = Ticket(
        number=next_number("ticket"), company=company, contact_id=asked_by, title=title,
        priority=priority, kind=kind.strip()[:60], assignee=assignee, policy=level.row, tags=tags,
        opened_at=asked_at, last_at=at, state=TicketState.OPEN if in_work else TicketState.NEW,
        queue=arrival.queue, template=arrival.template, answers=answers,
        checks=len(arrival.template.checks) if arrival.template else 0,
    )  # fmt: skip
    created = _creation(ticket, text, by)
    _save_with_clocks(ticket, created, level, at)
    if in_work:
        happen(ticket, "state_changed", by, at, before="new", after="open", public=True)
    _record_opened(ticket, arrival, hashes_of(attach(created, arrival.files, by)))
    return ticket


def _creation(ticket: Ticket, text: str, by: Actor) -> TicketEntry:
    """Say what happened first, and under which level and priority the clocks began."""
    return TicketEntry(
        ticket=ticket, at=ticket.opened_at, happened="created",
        before=str(ticket.policy_id or ""), after=str(ticket.priority), text=text.strip(),
        public=True, person_id=by.person_id, contact_id=ticket.contact_id,
        who="" if by.person_id or by.contact_id else by.name,
    )  # fmt: skip


def _record_opened(ticket: Ticket, arrival: Arrival, files: Mapping[str, Any]) -> None:
    said = {f"field {key}": value for key, value in ticket.answers.items()}
    record_ticket(
        Event.TICKET_OPENED, ticket, assignee=ticket.assignee_id, policy=ticket.policy_id,
        private=said or None, **_came_by(arrival), **files,
    )  # fmt: skip


def _save_with_clocks(ticket: Ticket, created: TicketEntry, level: Level, at: datetime) -> None:
    """Save a new ticket once, with the clocks that its opening starts."""
    clocks = opening_clocks(created, level, at)
    for name, value in stored_clocks(clocks, at).items():
        setattr(ticket, name, value)
    ticket.save()
    created.ticket = ticket
    created.save()
    keep_answers(ticket, {})
    keep_tags(ticket)


def _came_by(arrival: Arrival) -> dict[str, Any]:
    """Give what a ticket began with, for the record; nothing where there is nothing to say."""
    came = {"queue": arrival.queue, "template": arrival.template}
    said: dict[str, Any] = {name: row.pk for name, row in came.items() if row is not None}
    if arrival.answers:
        said["fields"] = sorted(arrival.answers)
    return said


def _require_of_one_company(company: Company | None, contact: Contact | None, by: Actor) -> None:
    if not by.is_staff and (company is None or company.pk != by.customer_id):
        raise not_found("company")
    if contact is not None and (company is None or contact.company_id != company.pk):
        raise invalid(contact="This person is not of that company.")


@operation(May.REPLY_TO_TICKETS)
def reply_to_ticket(
    *,
    ticket: Ticket,
    text: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    automatic: bool = False,
    then: str = "",
    files: Sequence[Upload] = (),
    read_to: int | None = None,
) -> Ticket:
    """Write what the customer reads; theirs wakes a waiting ticket and reopens a resolved one.

    A person's first answer stops the first-response clock; an `automatic` one does not. `then`
    ("waiting") also leaves it with the customer; resolving has an operation of its own. `read_to`
    is the id of the last entry that the writer had before their eyes.
    Refuses with: invalid_input, changed_meanwhile, answered_meanwhile, not_found, ticket_closed,
    and the codes of `ticket_files.attach`.
    """
    ticket = locked_to_write(ticket, by, seen)
    _require_text(text)
    _require_not_closed(ticket)
    require_read(ticket, read_to, by)
    ours = by.is_staff
    said = happen(ticket, "replied" if ours else "asked", by, at, text=text.strip(), public=True,
                  automatic=automatic)  # fmt: skip
    fields = _moved_by_reply(ticket, by, at, ours=ours, automatic=automatic, then=then)
    if ours and not automatic and ticket.first_response_at is None:
        fields["first_response_at"] = at
    if ours and not automatic and ticket.assignee_id is None and by.person_id:
        fields["assignee_id"] = by.person_id
    settle(ticket, at, **fields)
    record_ticket(Event.TICKET_REPLIED, ticket, ours=ours, automatic=automatic,
                  private={"text": text.strip()}, **hashes_of(attach(said, files, by)))  # fmt: skip
    if ours and not automatic:
        tell_customer(ticket)
    return ticket


@operation(May.WORK_ON_TICKETS)
def note_on_ticket(
    *, ticket: Ticket, text: str, by: Actor, at: datetime, files: Sequence[Upload] = ()
) -> Ticket:
    """Write what only the staff reads; no clock cares.

    Refuses with: invalid_input, not_found, and the codes of `ticket_files.attach`.
    """
    ticket = locked_to_write(ticket, by)
    _require_text(text)
    noted = happen(ticket, "note", by, at, text=text.strip())
    ticket.change(last_at=at)
    record_ticket(Event.TICKET_NOTED, ticket, private={"text": text.strip()},
                  **hashes_of(attach(noted, files, by)))  # fmt: skip
    return ticket


def _moved_by_reply(
    ticket: Ticket, by: Actor, at: datetime, *, ours: bool, automatic: bool, then: str
) -> dict[str, object]:
    """Note and give the change of state that a reply brings along."""
    after, fields = ticket.state, dict[str, object]()
    if not ours and ticket.snoozed_until is not None:
        fields["snoozed_until"] = None
    if not ours and ticket.state == TicketState.RESOLVED:
        happen(ticket, "reopened", by, at, before="resolved", after="open", public=True)
        return {"state": "open", "resolved_at": None, "reopened": ticket.reopened + 1}
    if (not ours and ticket.state == TicketState.WAITING) or (
        ours and not automatic and ticket.state == TicketState.NEW
    ):
        after = TicketState.OPEN
    if ours and then == TicketState.WAITING and ticket.state in {"new", "open"}:
        after = TicketState.WAITING
    if after != ticket.state:
        happen(ticket, "state_changed", by, at, before=ticket.state, after=after, public=True)
        fields["state"] = after
    return fields


def _require_usable(title: str, priority: int, text: str, tags: list[str]) -> None:
    if not title:
        raise invalid(title="Say in a few words what it is about.")
    if priority not in PRIORITIES:
        raise invalid(priority="A priority is 1 (critical) to 4 (low).")
    if len(text) > LONGEST_TEXT:
        raise invalid(text=f"Write at most {LONGEST_TEXT:,} characters; attach the rest.")
    require_tags(tags)


def require_tags(tags: Sequence[str]) -> None:
    """Refuse more tags than anybody reads. Refuses with: invalid_input."""
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise invalid(tags=f"Give at most {MOST_TAGS} tags of at most {LONGEST_TAG} characters.")


def _require_text(text: str) -> None:
    if not text.strip():
        raise invalid(text="Write something first.")
    if len(text) > LONGEST_TEXT:
        raise invalid(text=f"Write at most {LONGEST_TEXT:,} characters; attach the rest.")


def _require_not_closed(ticket: Ticket) -> None:
    if ticket.state == TicketState.CLOSED:
        raise Refused(
            "ticket_closed",
            "The ticket is closed.",
            what="The reply was not sent.",
            remedy="Reopen it first, or open a new ticket.",
        )
