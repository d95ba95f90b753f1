"""The calendars package."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.calendars"
    label = "calendars"
