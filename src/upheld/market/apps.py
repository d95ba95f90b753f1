"""The market package."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.market"
    label = "market"
