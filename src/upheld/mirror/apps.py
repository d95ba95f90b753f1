"""The mirror package."""

from django.apps import AppConfig


class MirrorConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.mirror"
    label = "mirror"
