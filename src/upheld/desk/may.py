"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over tickets and the service levels that hold for them."""

    SEE_TICKETS = "desk:ticket:see"
    OPEN_TICKETS = "desk:ticket:open"
    """Customers hold it too, for tickets of their own company."""
    REPLY_TO_TICKETS = "desk:ticket:reply"
    WORK_ON_TICKETS = "desk:ticket:work"
    SET_SERVICE_LEVELS = "desk:service_level:set"
    LOG_CALLS = "desk:call:log"
    """Log calls with customers, and see them."""
    SET_UP_DESK = "desk:setup:change"
    """Templates, recurring tickets, queues, fields and tags."""
