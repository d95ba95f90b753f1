"""The selling package."""

from django.apps import AppConfig


class SellingConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.selling"
    label = "selling"
