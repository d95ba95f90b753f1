"""What comes round each month: service levels are counted, what stood ready is billed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.agreements.models import Agreement
from upheld.agreements.models.agreement import AgreementState
from upheld.demo.plots import Plot, working
from upheld.desk.operations.service_promises import (
    months_promised,
    promise_next_month,
    settle_month,
)
from upheld.money.models import InvoiceLine
from upheld.money.operations.earning import bill_lines, ready_month
from upheld.money.queries.profit import next_month
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.demo.teller import Teller

STILL_OPEN = timedelta(days=20)
"""What became ready so recently is left for the next run."""


def monthly_plot(teller: Teller) -> Plot:
    """Tell the first working day of each month; what recurs in today's waits to be billed."""
    month = next_month(teller.begin)
    while True:
        at = yield from working(teller, month, 9)
        rows = InvoiceLine.objects.filter(billed_at=None, ready_on__lt=month - STILL_OPEN)
        lines = list(rows.order_by("pk"))
        if lines:
            bill_lines(lines=lines, by=teller.by("felix"), at=at)
        ready_month(month=month, by=teller.by("felix"), at=at)
        _count_levels(teller, at)
        month = next_month(month)


def _count_levels(teller: Teller, at: datetime) -> None:
    """Settle the service levels of the months that are over and promise the running one."""
    standing = Agreement.objects.filter(state=AgreementState.ACTIVE, monthly_minor__gt=0)
    for agreement in standing.select_related("company", "provider", "signature__version_signed"):
        for promise in months_promised(agreement).filter(state=PromiseState.AGREED.value):
            settle_month(promise=promise, agreement=agreement, by=teller.system, at=at)
        promise_next_month(agreement=agreement, by=teller.system, at=at)
