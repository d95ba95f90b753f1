"""The portal package."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.portal"
    label = "portal"
