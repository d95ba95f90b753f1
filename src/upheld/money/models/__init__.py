"""The money package's tables."""

from upheld.money.models.labour import LabourMark, LabourMonth, LabourSum, UnratedSum
from upheld.money.models.ledger import (
    Booking,
    CommissionAccrual,
    CommissionRule,
    EarnedRevenue,
    InvoiceLine,
)

__all__ = [
    "Booking",
    "CommissionAccrual",
    "CommissionRule",
    "EarnedRevenue",
    "InvoiceLine",
    "LabourMark",
    "LabourMonth",
    "LabourSum",
    "UnratedSum",
]
