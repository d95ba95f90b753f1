"""The endpoints of delivery: each module declares its own."""

from upheld.delivery.api import (
    change_orders,
    deliverables,
    handovers,
    own_tickets,
    service_levels,
    tickets,
)

__all__ = ["change_orders", "deliverables", "handovers", "own_tickets", "service_levels", "tickets"]
