"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about reviews."""

    ASKED = "reviews.review.asked"
    ANSWERED = "reviews.review.answered"
    ALTERNATIVE_TAKEN = "reviews.review.alternative_taken"
    DELEGATED = "reviews.review.delegated"
    REMINDED = "reviews.review.reminded"
    WITHDRAWN = "reviews.review.withdrawn"
