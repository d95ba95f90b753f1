"""What runs by itself for signed service levels: months are counted, the next ones promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.models import Agreement
from upheld.agreements.models.agreement import AgreementState
from upheld.desk.operations.service_promises import (
    months_promised,
    promise_next_month,
    settle_month,
)
from upheld.foundation.jobs import Daily, Periodic, job
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("delivery.count_months", Daily(hour=1), "Settle what service levels promised"),
)


@job("delivery.count_months", title="Settle what service levels promised")
def count_months(*, by: Actor, at: datetime) -> str:
    """Settle each month that is over and promise the running one, one transaction for each."""
    settled = promised = 0
    standing = Agreement.objects.filter(state=AgreementState.ACTIVE, monthly_minor__gt=0)
    rows = standing.select_related("company", "provider", "signature__version_signed")
    for agreement in rows.order_by("pk"):
        for promise in months_promised(agreement).filter(state=PromiseState.AGREED.value):
            done = settle_month(promise=promise, agreement=agreement, by=by, at=at)
            settled += done.settled_at is not None
        promised += promise_next_month(agreement=agreement, by=by, at=at) is not None
    return f"{settled} months settled, {promised} promised"
