"""The customer takes a receipt away, and with it the record's head, as a witness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.agreements.may import May
from upheld.agreements.queries.agreements import signing_receipt
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.receipt import witness_head

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Signature
    from upheld.foundation.actor import Actor


@operation(May.READ_OFFER)
def hand_out_receipt(*, signature: Signature, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a customer the receipt of a signature; the head in it is noted as witnessed by them.

    Refuses with: not_found, record_damaged.
    """
    receipt = signing_receipt(signature, at)
    witness_head(f"contact {by.contact_id}, with the receipt of signature {signature.pk}", at=at)
    return unchanged(receipt)
