"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over time."""

    LOG_TIME = "timekeeping:time:log"
    """Log one's own time and see it."""
    LOG_FOR_OTHERS = "timekeeping:time:log_for_others"
    SEE_TIME = "timekeeping:time:see"
    """See everybody's time."""
    LOCK_TIME = "timekeeping:time:lock"
    """Settle everybody's time up to a day."""
    UNLOCK_TIME = "timekeeping:time:unlock"
    """Open settled days again, with a reason."""
    SET_STANDARDS = "timekeeping:standards:set"
    """Set from where on a week is over pace, a day short and an entry odd."""
    LOOK_OVER_TIME = "timekeeping:time:look_over"
    """Look at everybody's odd time: pass it, or ask about it."""
