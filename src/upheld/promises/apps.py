"""The promises package."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.promises"
    label = "promises"
