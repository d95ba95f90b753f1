"""The reviews package."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Register the package with Django."""

    name = "upheld.reviews"
    label = "reviews"
