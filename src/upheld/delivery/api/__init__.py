"""The endpoints of delivery: each module declares its own."""

from upheld.delivery.api import change_orders, deliverables, handovers, service_levels, tickets

__all__ = ["change_orders", "deliverables", "handovers", "service_levels", "tickets"]
