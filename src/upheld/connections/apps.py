"""The connections package."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.connections"
    label = "connections"
