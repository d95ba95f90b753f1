"""The endpoints for a customer's own key: each module declares its own."""

from upheld.portal.api import offers, work

__all__ = ["offers", "work"]
