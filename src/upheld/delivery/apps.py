"""The delivery package."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.delivery"
    label = "delivery"
