"""The dispatch package."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.dispatch"
    label = "dispatch"
