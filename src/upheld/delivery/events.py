"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about tickets and deliverables."""

    TICKET_OPENED = "delivery.ticket.opened"
    TICKET_REPLIED = "delivery.ticket.replied"
    TICKET_NOTED = "delivery.ticket.noted"
    TICKET_ASSIGNED = "delivery.ticket.assigned"
    TICKET_PRIORITISED = "delivery.ticket.prioritised"
    TICKET_STARTED = "delivery.ticket.started"
    TICKET_WAITING = "delivery.ticket.waiting"
    TICKET_RESOLVED = "delivery.ticket.resolved"
    TICKET_REOPENED = "delivery.ticket.reopened"
    TICKET_CLOSED = "delivery.ticket.closed"
    TICKET_CHANGED = "delivery.ticket.changed"
    TICKET_TAKEN_BACK = "delivery.ticket.taken_back"
    SERVICE_LEVEL_SET = "delivery.service_level.set"
    SERVICE_LEVEL_ENDED = "delivery.service_level.ended"
