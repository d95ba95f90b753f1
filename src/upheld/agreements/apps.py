"""The agreements package."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.agreements"
    label = "agreements"
