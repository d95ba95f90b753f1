"""Booked, earned, ready, billed: kept apart, and reconciled agreement by agreement to the cent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from upheld.agreements.models import Agreement
from upheld.delivery.models import Deliverable
from upheld.foundation.values.money import Money
from upheld.money.models import EarnedRevenue, InvoiceLine
from upheld.money.queries.profit import term_of
from upheld.money.rules.recurring import earned_before

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

WORK = "delivery.deliverable"


@dataclass(frozen=True, slots=True)
class AgreementLedger:
    """One agreement: what was signed, added and lost, and what became of it so far.

    contract + added = lost + earned + to_come, and earned + deferred = ready + unbilled.
    """

    agreement: Agreement
    contract: Money
    added: Money
    """Earned by change orders, which no booking holds."""
    lost: Money
    """What an early end took from what was booked."""
    earned: Money
    ready: Money
    """All invoice lines, billed or not."""
    billed: Money

    @property
    def to_come(self) -> Money:
        """Give what is booked and still to be earned."""
        return self.contract + self.added - self.lost - self.earned

    @property
    def unbilled(self) -> Money:
        """Give what is earned and on no invoice line yet."""
        return max(self.earned - self.ready, Money.zero(self.earned.currency))

    @property
    def deferred(self) -> Money:
        """Give what is on invoice lines and not earned yet."""
        return max(self.ready - self.earned, Money.zero(self.earned.currency))


def agreement_ledgers(until: date, only: Q | None = None) -> tuple[AgreementLedger, ...]:
    """Reconcile every agreement up to before a day, the newest first: four queries."""
    rows = Agreement.objects.filter(only or Q())
    agreements = list(rows.select_related("company").order_by("-pk"))
    once = _earned_once(agreements, until)
    added = _added(agreements, until)
    lines = _lines(agreements, until)
    return tuple(
        _ledger(one, until, once[one.pk], added[one.pk], lines[one.pk]) for one in agreements
    )


def _ledger(
    agreement: Agreement, until: date, once: int, added: int, lines: tuple[int, int]
) -> AgreementLedger:
    term, currency = term_of(agreement), agreement.currency
    lost = agreement.monthly_minor * agreement.months - earned_before(term, agreement.ends_on)
    return AgreementLedger(
        agreement=agreement,
        contract=Money(agreement.contract_minor, currency),
        added=Money(added, currency),
        lost=Money(lost if agreement.ended_on else 0, currency),
        earned=Money(once + earned_before(term, until), currency),
        ready=Money(lines[0], currency),
        billed=Money(lines[1], currency),
    )


def _earned_once(agreements: Iterable[Agreement], until: date) -> dict[int, int]:
    rows = EarnedRevenue.objects.filter(agreement__in=list(agreements), earned_on__lt=until)
    found = rows.order_by().values_list("agreement_id").annotate(sum=Sum("amount_minor"))
    return defaultdict(int, {pk: int(minor) for pk, minor in found})


def _added(agreements: Iterable[Agreement], until: date) -> dict[int, int]:
    changes = Deliverable.objects.filter(change_order__isnull=False).order_by().values("pk")
    rows = EarnedRevenue.objects.filter(
        agreement__in=list(agreements), earned_on__lt=until, source_type=WORK, source_id__in=changes
    )
    found = rows.order_by().values_list("agreement_id").annotate(sum=Sum("amount_minor"))
    return defaultdict(int, {pk: int(minor) for pk, minor in found})


def _lines(agreements: Iterable[Agreement], until: date) -> dict[int, tuple[int, int]]:
    rows = InvoiceLine.objects.filter(agreement__in=list(agreements), ready_on__lt=until)
    found = rows.order_by().values_list("agreement_id").annotate(
        ready=Sum("amount_minor"),
        billed=Sum("amount_minor", filter=Q(billed_at__isnull=False)),
    )  # fmt: skip
    return defaultdict(
        lambda: (0, 0), {pk: (int(ready), int(billed or 0)) for pk, ready, billed in found}
    )
