"""What the desk does by itself: each module declares its own."""

from upheld.desk.jobs import mails, service_levels

__all__ = ["PERIODIC", "mails"]

PERIODIC = (*service_levels.PERIODIC,)
"""Read by `wiring`; a further module of jobs is added here."""
