"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about money."""

    BOOKED = "money.booking.made"
    COMMISSION_ACCRUED = "money.commission.accrued"
    RULE_SET = "money.commission.rule_set"
    EARNED = "money.revenue.earned"
    LINES_READY = "money.invoice.lines_ready"
    BILLED = "money.invoice.billed"
