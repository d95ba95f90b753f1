"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about promises."""

    OFFERED = "promises.promise.offered"
    OFFER_CHANGED = "promises.promise.offer_changed"
    AGREED = "promises.promise.agreed"
    HANDED_OVER = "promises.promise.handed_over"
    RISK_RAISED = "promises.promise.risk_raised"
    RISK_CLEARED = "promises.promise.risk_cleared"
    KEPT = "promises.promise.kept"
    BROKEN = "promises.promise.broken"
    REPLACED = "promises.promise.replaced"
    RELEASED = "promises.promise.released"
