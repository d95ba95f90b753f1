"""The selling package."""

from django.apps import AppConfig


class SellingConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.selling"
    label = "selling"

    def ready(self) -> None:
        """Say how its events are read and what of it can be found."""
        from upheld.selling.sayings import declare

        declare()
