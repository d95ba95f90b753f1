"""What delivery does by itself: each module declares its own."""

from upheld.delivery.jobs import mails, work

__all__ = ["PERIODIC", "mails"]

PERIODIC = (*work.PERIODIC,)
"""Read by `wiring`; a further module of jobs is added here."""
