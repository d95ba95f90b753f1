"""The bottom layer: tenancy, operations, the record, doors, and the look."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Register the foundation with Django under the label that migrations use."""

    name = "upheld.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
