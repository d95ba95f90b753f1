"""The timekeeping package."""

from django.apps import AppConfig


class TimekeepingConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.timekeeping"
    label = "timekeeping"
