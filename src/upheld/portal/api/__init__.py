"""The endpoints for a customer's own key: each module declares its own."""

from upheld.portal.api import work

__all__ = ["work"]
