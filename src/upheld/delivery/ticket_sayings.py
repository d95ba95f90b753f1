"""How what happens to tickets is said on a timeline, and how tickets are found."""

from __future__ import annotations

from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import Ticket
from upheld.delivery.models.ticket import TicketState
from upheld.delivery.rules.ticket_states import PRIORITIES
from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind

declare_kind("ticket", "Tickets", icon="ticket", may=May.SEE_TICKETS)
declare_command("New ticket", "ticket-new", May.OPEN_TICKETS, icon="ticket")
declare_command("Ticket board", "ticket-board", May.SEE_TICKETS, icon="columns", group="Go to")
declare_command("Service levels", "service-levels", May.SEE_TICKETS, icon="gauge",
                group="Go to")  # fmt: skip
_SAID = {
    Event.TICKET_OPENED: "opened ticket #{number}",
    Event.TICKET_REPLIED: "wrote on ticket #{number}",
    Event.TICKET_NOTED: "noted on ticket #{number}",
    Event.TICKET_ASSIGNED: "handed ticket #{number} on",
    Event.TICKET_PRIORITISED: "changed how urgent ticket #{number} is",
    Event.TICKET_STARTED: "took ticket #{number} into work",
    Event.TICKET_WAITING: "left ticket #{number} with the customer",
    Event.TICKET_RESOLVED: "resolved ticket #{number}",
    Event.TICKET_REOPENED: "reopened ticket #{number}",
    Event.TICKET_CLOSED: "closed ticket #{number}",
    Event.TICKET_CHANGED: "corrected ticket #{number}",
    Event.TICKET_PUT_BACK: "put ticket #{number} back as it was",
    Event.TICKET_TAKEN_BACK: "took ticket #{number} back",
}
for event, phrase in _SAID.items():
    say(event, phrase, kind="ticket")
say(Event.SERVICE_LEVEL_SET, "set a service level", may=May.SEE_TICKETS)
say(Event.SERVICE_LEVEL_ENDED, "ended a service level", may=May.SEE_TICKETS)
name_fields(
    Ticket,
    state=FieldSaid("State", titles=tuple(TicketState.choices)),
    priority=FieldSaid("Priority", titles=tuple(PRIORITIES.items())),
    assignee_id=FieldSaid("With", shown=False),
    response_due_at=FieldSaid("Answer due"),
    resolution_due_at=FieldSaid("Solution due"),
    response_met=FieldSaid("Answered in time"),
    resolution_met=FieldSaid("Solved in time"),
    next_due_at=FieldSaid("Next due", shown=False),
    last_at=FieldSaid("Last", shown=False),
)
