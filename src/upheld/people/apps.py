"""The people package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.people"
    label = "people"
