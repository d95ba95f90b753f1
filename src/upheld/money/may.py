"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over money. Cost and profit have rights of their own, given sparingly."""

    SEE_LEDGER = "money:ledger:see"
    SEE_COST = "money:cost:see"
    """Cost, margin and profit, everywhere they could show."""
    SEE_OWN_COMMISSION = "money:commission:own"
    SEE_COMMISSIONS = "money:commission:see"
    MANAGE_COMMISSION = "money:commission:manage"
    BILL = "money:invoice:bill"
