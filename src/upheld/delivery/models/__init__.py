"""The delivery package's tables."""

from upheld.delivery.models.change_order import ChangeOrder
from upheld.delivery.models.deliverable import Deliverable, EvidenceItem, SignOff
from upheld.delivery.models.handover import Handover, HandoverPoint

__all__ = [
    "ChangeOrder",
    "Deliverable",
    "EvidenceItem",
    "Handover",
    "HandoverPoint",
    "SignOff",
]
