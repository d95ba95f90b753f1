"""Answers to facts: what is signed is booked, what is accepted is earned, sums become stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.agreements.models import Agreement
from upheld.foundation.actor import system
from upheld.money.operations.booking import accrue_commission, book_agreement
from upheld.money.operations.earning import earn_deliverable
from upheld.money.operations.labour_sums import all_labour_changed, labour_changed

if TYPE_CHECKING:
    from upheld.agreements.models import Signature
    from upheld.delivery.models import Deliverable
    from upheld.foundation.facts import Fact
    from upheld.timekeeping.models import TimeEntry


def book_what_was_signed(fact: Fact) -> None:
    """The signed value is booked, and everybody who helped to win it shares by the rules."""
    signature = cast("Signature", fact.subject)
    agreement: Agreement = Agreement.objects.select_related("deal", "company").get(
        signature=signature
    )
    by = system(agreement.provider_id, on_behalf_of=fact.by)
    book_agreement(agreement=agreement, by=by, at=fact.at)
    accrue_commission(agreement=agreement, by=by, at=fact.at)


def earn_what_was_accepted(fact: Fact) -> None:
    """Accepted work is earned, and ready to be billed."""
    deliverable = cast("Deliverable", fact.subject)
    earn_deliverable(
        deliverable=deliverable,
        by=system(deliverable.provider_id, on_behalf_of=fact.by),
        at=fact.at,
    )


def time_changed_a_month(fact: Fact) -> None:
    """Time was logged, corrected or taken out: what its month came to is no longer so."""
    entry = cast("TimeEntry", fact.subject)
    old = entry.replaces
    labour_changed([entry, *([old] if old else [])])


def pay_changed_months(fact: Fact) -> None:
    """Pay was set from a day on: every hour since may have cost something else."""
    all_labour_changed(fact.data["from_on"])


def rows_changed_months(fact: Fact) -> None:
    """Rows came in from elsewhere, time perhaps among them, of any month."""
    del fact
    all_labour_changed()
