"""What timekeeping does by itself: each module declares its own."""

from upheld.timekeeping.jobs import looking, reminding

__all__ = ["PERIODIC"]

PERIODIC = (*looking.PERIODIC, *reminding.PERIODIC)
"""Read by `wiring`; a further module of jobs is added here."""
