"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over reviews. Which one somebody may answer follows from who is asked."""

    SEE_REVIEWS = "reviews:review:see"
    ASK_REVIEWS = "reviews:review:ask"
    ANSWER_REVIEWS = "reviews:review:answer"
