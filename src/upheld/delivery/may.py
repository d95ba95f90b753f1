"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over tickets, deliverables and what was promised of both."""

    SEE_TICKETS = "delivery:ticket:see"
    OPEN_TICKETS = "delivery:ticket:open"
    """Customers hold it too, for tickets of their own company."""
    REPLY_TO_TICKETS = "delivery:ticket:reply"
    WORK_ON_TICKETS = "delivery:ticket:work"
    SET_SERVICE_LEVELS = "delivery:service_level:set"
