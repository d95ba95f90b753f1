"""Which agreements somebody may see, and what is under one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.agreements.models import Agreement, AgreementLine, StatementOfWork
from upheld.agreements.queries.content import read_offer
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.record.receipt import ReceiptFile, receipt_for
from upheld.foundation.refusals import not_found

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from django.db.models import QuerySet

    from upheld.agreements.models import Signature
    from upheld.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything that an agreement's page shows; `offer` is the signed text as data."""

    agreement: Agreement
    signature: Signature
    lines: tuple[AgreementLine, ...]
    works: tuple[StatementOfWork, ...]
    offer: dict[str, Any]


def visible_agreements(_actor: Actor) -> QuerySet[Agreement]:
    """Give the agreements that an actor may see; the open scope narrows a customer's to theirs."""
    return Agreement.objects.all()


def agreement_rows(actor: Actor) -> QuerySet[Agreement]:
    """Give the agreements that an actor may see, with what they were signed by."""
    return visible_agreements(actor).select_related(
        "signature",
        "signature__contact",
        "signature__version_signed",
        "signature__version_signed__proposal",
    )


def agreement_page(agreement: Agreement) -> AgreementPage:
    """Read an agreement's page: three queries beside the agreement with its signature."""
    lines = AgreementLine.objects.filter(agreement=agreement).order_by("pk")
    return AgreementPage(
        agreement=agreement,
        signature=agreement.signature,
        lines=tuple(lines),
        works=tuple(StatementOfWork.objects.filter(agreement=agreement)),
        offer=read_offer(agreement.signature.version_signed),
    )


def document_name(signature: Signature) -> str:
    """Name the sealed document as a file, without anybody's words in it."""
    return f"agreement-{signature.pk}.pdf"


def signing_receipt(signature: Signature, at: datetime) -> dict[str, Any]:
    """Give the receipt of a signature's entry in the record, with the sealed document's hash.

    Refuses with: not_found, record_damaged.
    """
    entry = RecordEntry.objects.filter(
        event="agreements.proposal.signed",
        subject_type=signature._meta.label_lower,
        subject_id=signature.pk,
    ).first()
    if entry is None:
        raise not_found("receipt")
    file = ReceiptFile(document_name(signature), signature.file_sha256)
    return receipt_for(entry, at=at, files=[file])
