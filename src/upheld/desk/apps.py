"""The desk package."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.desk"
    label = "desk"
