"""The reviews package's table."""

from upheld.reviews.models.review import Review

__all__ = ["Review"]
