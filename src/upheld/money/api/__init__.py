"""The JSON doors of money."""

from upheld.money.api import ledger, shares

__all__ = ["ledger", "shares"]
