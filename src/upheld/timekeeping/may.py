"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over time."""

    LOG_TIME = "timekeeping:time:log"
    """Log one's own time and see it."""
    LOG_FOR_OTHERS = "timekeeping:time:log_for_others"
    SEE_TIME = "timekeeping:time:see"
    """See everybody's time."""
