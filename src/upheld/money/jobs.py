"""What money does by itself: adding up the labour of months that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.money.operations.labour_sums import sum_labour

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("money.sum_labour", Every(minutes=5), "Add up the labour of months"),)


@job("money.sum_labour", title="Add up the labour of months")
def sum_months(*, by: Actor, at: datetime) -> str:
    """Add up each month that has changed since it was, or each customer's month."""
    del by
    return f"{sum_labour(at)} months added up."
