"""What a customer is shown of a piece of work, and the hash of exactly that."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from upheld.delivery.models import EvidenceItem
from upheld.foundation.record.canonical import canonical_json

if TYPE_CHECKING:
    from upheld.delivery.models import ChangeOrder, Deliverable

WORK_FORMAT = "upheld-work/1"
CHANGE_FORMAT = "upheld-change-order/1"


def evidence_of(deliverable: Deliverable) -> list[EvidenceItem]:
    """Give what shows a deliverable done, oldest first."""
    rows = EvidenceItem.objects.filter(deliverable=deliverable).select_related("added_by")
    return list(rows.order_by("added_at", "pk"))


def shown_work(deliverable: Deliverable, round_number: int) -> tuple[str, str]:
    """Give the work and its evidence as canonical JSON, and the SHA-256 of that.

    Files are named by their own SHA-256, so that an exchanged file is another content.
    """
    content: dict[str, Any] = {
        "format": WORK_FORMAT,
        "number": deliverable.number,
        "round": round_number,
        "title": deliverable.title,
        "criterion": deliverable.criterion,
        "evidence_kind": deliverable.evidence_kind,
        "due_on": deliverable.due_on.isoformat(),
        "price": {"minor": deliverable.price_minor, "currency": deliverable.currency},
        "evidence": [
            {
                "kind": item.kind,
                "words": item.words,
                "link": item.link,
                "file": item.file_name,
                "sha256": item.file_sha256,
            }
            for item in evidence_of(deliverable)
        ],
    }
    return _hashed(content)


def shown_change(order: ChangeOrder) -> tuple[str, str]:
    """Give a change order as canonical JSON, and the SHA-256 of that."""
    content: dict[str, Any] = {
        "format": CHANGE_FORMAT,
        "number": order.number,
        "title": order.title,
        "criterion": order.criterion,
        "evidence_kind": order.evidence_kind,
        "due_on": order.due_on.isoformat() if order.due_on else None,
        "price": {"minor": order.price_minor, "currency": order.currency},
        "unbilled_because": order.unbilled_because,
    }
    return _hashed(content)


def _hashed(content: dict[str, Any]) -> tuple[str, str]:
    text = canonical_json(content)
    return text.decode(), hashlib.sha256(text).hexdigest()
