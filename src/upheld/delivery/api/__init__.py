"""The endpoints of delivery: each module declares its own."""

from upheld.delivery.api import change_orders, deliverables, handovers

__all__ = ["change_orders", "deliverables", "handovers"]
