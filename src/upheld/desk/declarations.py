"""How what happens to tickets is said on a timeline, and how tickets are found."""

from __future__ import annotations

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Ticket
from upheld.desk.models.ticket import TicketState
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind

declare_kind("ticket", "Tickets", icon="ticket", may=May.SEE_TICKETS)
declare_command("New ticket", "ticket-new", May.OPEN_TICKETS, icon="ticket")
declare_command("Ticket queues", "ticket-queues", May.SEE_TICKETS, icon="inbox", group="Go to")
declare_command("Ticket board", "ticket-board", May.SEE_TICKETS, icon="columns", group="Go to")
declare_command("Ticket templates", "ticket-templates", May.SEE_TICKETS, icon="copy",
                group="Go to")  # fmt: skip
declare_command("Recurring tickets", "recurring-tickets", May.SEE_TICKETS, icon="refresh",
                group="Go to")  # fmt: skip
declare_command("Ticket fields", "ticket-fields", May.SET_UP_DESK, icon="adjustments",
                group="Go to")  # fmt: skip
declare_command("Tags of tickets", "ticket-tags", May.SEE_TICKETS, icon="tag", group="Go to")
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
    Event.RATING_ASKED: "asked how ticket #{number} was solved",
    Event.RATING_NOT_SENT: "could not ask how ticket #{number} was solved",
    Event.TICKET_RATED: "said how ticket #{number} was solved",
    Event.CALL_BEGUN: "began a call",
    Event.CALL_ENDED: "ended a call of {call_seconds}",
    Event.CALL_LOGGED: "logged a call of {call_seconds}",
    Event.CALL_CHANGED: "corrected what a call was about",
    Event.TICKET_SNOOZED: "laid ticket #{number} aside",
    Event.TICKET_WOKE: "took ticket #{number} up again",
    Event.TICKET_MERGED: "merged ticket #{number} into #{into}",
    Event.TICKET_TOOK_IN: "merged #{other} into ticket #{number}",
    Event.TICKET_PARTED: "took ticket #{number} out of #{into} again",
    Event.TICKET_SPLIT: "split #{other} off ticket #{number}",
    Event.TICKET_LINKED: "linked ticket #{number} with #{other}",
    Event.TICKET_UNLINKED: "unlinked ticket #{number} from #{other}",
    Event.TICKET_WATCHED: "had somebody told of ticket #{number}",
    Event.TICKET_LEFT_ALONE: "stopped somebody being told of ticket #{number}",
    Event.NOTICES_GIVEN: "told who watches ticket #{number}",
    Event.NOTICES_SEEN: "has seen what ticket #{number} said",
}
_SAID |= {
    Event.TEMPLATE_FOLLOWED: "began ticket #{number} by the template “{name}”",
    Event.CHECK_DONE: "ticked “{words}” on ticket #{number}",
    Event.CHECK_OPENED: "took the tick off “{words}” on ticket #{number}",
    Event.CHECK_ADDED: "put “{words}” on the checklist of ticket #{number}",
    Event.TICKET_LEVEL_CHOSEN: "put ticket #{number} under another service level",
    Event.TICKET_ANSWERED: "filled in fields of ticket #{number}",
    Event.TICKET_QUEUED: "put ticket #{number} into another queue",
}
for event, phrase in _SAID.items():
    say(event, phrase, kind="ticket")
_SET_UP = {
    Event.TEMPLATE_KEPT: "wrote the template “{name}”",
    Event.TEMPLATE_RETIRED: "retired the template “{name}”",
    Event.TEMPLATE_RESTORED: "took the template “{name}” up again",
    Event.QUEUE_KEPT: "set up the queue “{name}”",
    Event.QUEUE_CLOSED: "closed the queue “{name}”",
}
_SET_UP |= {
    Event.RECURRING_KEPT: "set up the recurring ticket “{title}”",
    Event.RECURRING_PAUSED: "paused the recurring ticket “{title}”",
    Event.RECURRING_RESUMED: "let the recurring ticket “{title}” go on",
    Event.RECURRING_ENDED: "ended the recurring ticket “{title}”",
    Event.RECURRING_MADE: "made ticket #{ticket}, “{title}”, for {on}",
    Event.RECURRING_PASSED: "made nothing of “{title}” for {on}",
}
_SET_UP |= {
    Event.FIELD_KEPT: "set up the field “{name}” of tickets",
    Event.FIELD_RETIRED: "retired the field “{name}” of tickets",
    Event.FIELD_RESTORED: "took the field “{name}” of tickets up again",
}
_SET_UP |= {
    Event.TAG_RENAMED: "renamed the tag “{tag}” to “{to}”",
    Event.TAG_RETIRED: "retired the tag “{tag}”",
    Event.TAG_RESTORED: "took the tag “{tag}” up again",
}
for event, phrase in _SET_UP.items():
    say(event, phrase, may=May.SEE_TICKETS)
say(Event.TICKET_ESCALATED, "told of a target in danger or missed on ticket #{number}",
    kind="ticket", may=May.SEE_TICKETS)  # fmt: skip
say(Event.ESCALATIONS_SEEN, "saw what they were told of ticket #{number}", kind="ticket",
    may=May.SEE_TICKETS)  # fmt: skip
say(Event.SERVICE_MONTH_OPENED, "promised a month of the service level “{name}”", kind="promise")
say(Event.SERVICE_MONTH_COUNTED, "counted a month of the service level “{name}”", kind="promise")
say(Event.HISTORY_ASKED, "asked to hold the tickets of other systems to a service level",
    may=May.SEE_TICKETS)  # fmt: skip
say(Event.TICKETS_HELD_TO_LEVEL, "held {tickets} tickets of another system to a service level",
    may=May.SEE_TICKETS)  # fmt: skip
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
    next_response_due_at=FieldSaid("Next answer due"),
    escalate_at=FieldSaid("Next to be told", shown=False),
    first_resolved_at=FieldSaid("First solved", shown=False),
    one_touch=FieldSaid("Solved by the first who worked it", shown=False),
    one_contact=FieldSaid("Solved at the first contact", shown=False),
    last_at=FieldSaid("Last", shown=False),
)
