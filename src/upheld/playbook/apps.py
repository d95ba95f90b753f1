"""The playbook package."""

from django.apps import AppConfig


class PlaybookConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.playbook"
    label = "playbook"
