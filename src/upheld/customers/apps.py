"""The customers package."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.customers"
    label = "customers"
