"""The mailroom package."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.mailroom"
    label = "mailroom"
