"""The demo package."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.demo"
    label = "demo"
