"""The measures package."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.measures"
    label = "measures"
