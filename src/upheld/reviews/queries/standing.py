"""How the review of something stands: what the packages that asked look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.reviews.models import Review
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.tenancy.owned import Owned


def review_standing(subject: Owned, kind: str, content_hash: str) -> Review | None:
    """Give the newest review of exactly this text that was not withdrawn, or nothing.

    Without one, or with one that is no yes (`is_yes`), what was asked for may not go ahead.
    """
    rows = reviews_of(subject, kind).filter(content_hash=content_hash)
    found: Review | None = rows.exclude(state=ReviewState.WITHDRAWN).first()
    return found


def reviews_of(subject: Owned, kind: str = "") -> QuerySet[Review]:
    """Give every review of a row (of one kind), newest first."""
    rows: QuerySet[Review] = Review.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("-number")
