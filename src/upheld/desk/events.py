"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about tickets and service levels."""

    TICKET_OPENED = "desk.ticket.opened"
    TICKET_REPLIED = "desk.ticket.replied"
    TICKET_NOTED = "desk.ticket.noted"
    TICKET_ASSIGNED = "desk.ticket.assigned"
    TICKET_PRIORITISED = "desk.ticket.prioritised"
    TICKET_STARTED = "desk.ticket.started"
    TICKET_WAITING = "desk.ticket.waiting"
    TICKET_RESOLVED = "desk.ticket.resolved"
    TICKET_REOPENED = "desk.ticket.reopened"
    TICKET_CLOSED = "desk.ticket.closed"
    TICKET_CHANGED = "desk.ticket.changed"
    TICKET_PUT_BACK = "desk.ticket.put_back"
    TICKET_TAKEN_BACK = "desk.ticket.taken_back"
    SERVICE_LEVEL_SET = "desk.service_level.set"
    SERVICE_LEVEL_ENDED = "desk.service_level.ended"
