"""What timekeeping does by itself: each module declares its own."""

from upheld.timekeeping.jobs import looking

__all__ = ["PERIODIC"]

PERIODIC = (*looking.PERIODIC,)
"""Read by `wiring`; a further module of jobs is added here."""
