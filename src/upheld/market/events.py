"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about claims."""

    CLAIM_WRITTEN = "market.claim.written"
    CLAIM_CHANGED = "market.claim.changed"
    CLAIM_TAKEN_UP = "market.claim.taken_up"
    CLAIM_JUDGED = "market.claim.judged"
    CLAIM_OVERRIDDEN = "market.claim.overridden"
    CLAIM_RETIRED = "market.claim.retired"
