"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over deals, meetings and gaps."""

    SEE_DEALS = "selling:deal:see"
    EDIT_DEALS = "selling:deal:edit"
    VOUCH_FOR_DELIVERY = "selling:estimate:vouch"
    """Say on delivery's behalf that the work has been estimated outside Upheld."""
    PLAN_MEETINGS = "selling:meeting:plan"
    """Plan, huddle and debrief meetings, and answer the readiness check."""
    FIND_GAPS = "selling:gap:find"
    """Write down a need that we cannot meet, and disclose it."""
