"""Answers to facts: a signature is booked and shared, accepted work is earned."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.agreements.models import Agreement
from upheld.foundation.actor import system
from upheld.money.operations.booking import accrue_commission, book_agreement
from upheld.money.operations.earning import earn_deliverable

if TYPE_CHECKING:
    from upheld.agreements.models import Signature
    from upheld.delivery.models import Deliverable
    from upheld.foundation.facts import Fact


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
