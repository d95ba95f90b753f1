"""The money package."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.money"
    label = "money"
