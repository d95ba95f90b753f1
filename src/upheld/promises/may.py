"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over promises."""

    SEE_PROMISES = "promises:promise:see"
    MAKE_PROMISES = "promises:promise:make"
    """Offer one, agree to keep one, and settle one's own."""
    SETTLE_PROMISES = "promises:promise:settle"
    """Settle, hand over and release promises that others own."""
