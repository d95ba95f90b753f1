"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over planned time and capacity."""

    SEE_BOARD = "dispatch:board:see"
    PLAN = "dispatch:block:plan"
    """Plan one's own time."""
    PLAN_FOR_OTHERS = "dispatch:block:plan_for_others"
    SEE_CAPACITY = "dispatch:capacity:see"
