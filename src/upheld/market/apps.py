"""The market package."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.market"
    label = "market"

    def ready(self) -> None:
        """Say how its events are read and what of it can be found."""
        from upheld.market.sayings import declare

        declare()
