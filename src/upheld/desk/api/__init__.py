"""The endpoints of the desk: each module declares its own."""

from upheld.desk.api import (
    calls,
    own_tickets,
    recurring_tickets,
    service_levels,
    service_months,
    ticket_bulk,
    ticket_fields,
    ticket_links,
    ticket_moves,
    ticket_people,
    ticket_tags,
    ticket_templates,
    tickets,
)

__all__ = [
    "calls",
    "own_tickets",
    "recurring_tickets",
    "service_levels",
    "service_months",
    "ticket_bulk",
    "ticket_fields",
    "ticket_links",
    "ticket_moves",
    "ticket_people",
    "ticket_tags",
    "ticket_templates",
    "tickets",
]
