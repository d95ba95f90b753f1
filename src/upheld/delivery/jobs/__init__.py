"""What delivery does by itself: each module declares its own."""

from upheld.delivery.jobs import service_levels, work

PERIODIC = (*work.PERIODIC, *service_levels.PERIODIC)
"""Read by `wiring`; a further module of jobs is added here."""
