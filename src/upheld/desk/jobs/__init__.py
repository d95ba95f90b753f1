"""What the desk does by itself: each module declares its own."""

from upheld.desk.jobs import (
    mails,
    recurring_tickets,
    service_levels,
    ticket_news,
    ticket_ratings,
    ticket_snooze,
    ticket_tags,
)

__all__ = ["PERIODIC", "mails", "ticket_tags"]

PERIODIC = (
    *recurring_tickets.PERIODIC,
    *service_levels.PERIODIC,
    *ticket_news.PERIODIC,
    *ticket_ratings.PERIODIC,
    *ticket_snooze.PERIODIC,
)
"""Read by `wiring`; a further module of jobs is added here."""
