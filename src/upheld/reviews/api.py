"""The reviews' endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, with_etag
from upheld.foundation.operation import find
from upheld.people.models import Person
from upheld.reviews.lists import REVIEWS
from upheld.reviews.may import May
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.operations.asking import delegate_review, withdraw_review
from upheld.reviews.queries.reviews import visible_reviews
from upheld.reviews.rules.answers import Answer

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Text = Annotated[str, Field(max_length=1000)]


class ReviewOut(Schema):
    """A review. `unease` is 0 to 3, `turnaround_seconds` business time of whoever was asked."""

    number: int
    kind: str
    subject_title: str
    question: str
    why: str
    function: str
    asked: int | None
    requested_by: int | None
    state: str
    counts_as_yes: bool
    asked_at: datetime
    due_at: datetime
    answer_reason: str
    alternative: str
    unease: int | None
    answered_by: int | None
    answered_at: datetime | None
    turnaround_seconds: int | None
    version: int

    @classmethod
    def of(cls, review: Review) -> ReviewOut:
        """Show a review."""
        apart = {"asked", "requested_by", "answered_by", "counts_as_yes", "alternative"}
        plain = {name: getattr(review, name) for name in cls.model_fields if name not in apart}
        return cls(
            **plain,
            asked=review.asked_id,
            requested_by=review.requested_by_id,
            answered_by=review.answered_by_id,
            counts_as_yes=review.is_yes,
            alternative=str(review.alternative.get("words", "")),
        )


class ReviewAnswerIn(Schema):
    """An answer: a no needs a reason, an alternative its words."""

    answer: Answer
    reason: Text = ""
    alternative: Text = ""
    unease: Annotated[int, Field(ge=0, le=3)] | None = None


class Delegation(Schema):
    """Who answers instead."""

    person: Id
    reason: Annotated[str, Field(max_length=500)] = ""


class Withdrawal(Schema):
    """Why it is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


@endpoint(May.SEE_REVIEWS, "GET", "reviews", lists=REVIEWS)
def reviews(request: Request) -> Paged[ReviewOut]:
    """List reviews."""
    rows = visible_reviews(request.actor).select_related("asked", "requested_by", "company")
    return paged(REVIEWS, rows, request, ReviewOut.of)


@endpoint(May.SEE_REVIEWS, "GET", "reviews/{number}")
def review(request: Request, response: HttpResponse, number: Number) -> ReviewOut:
    """Show a review."""
    found = _found(request, number)
    return with_etag(response, found, ReviewOut.of(found))


@endpoint(May.ANSWER_REVIEWS, "POST", "reviews/{number}/answer")
def answer(request: Request, number: Number, body: ReviewAnswerIn) -> ReviewOut:
    """Answer a review that was put to you."""
    offered = {"words": body.alternative} if body.alternative else None
    done = answer_review(
        review=_found(request, number), answer=body.answer, reason=body.reason,
        alternative=offered, unease=body.unease, by=request.actor, at=request.at,
    )  # fmt: skip
    return ReviewOut.of(done)


@endpoint(May.ANSWER_REVIEWS, "POST", "reviews/{number}/delegation")
def delegate(request: Request, number: Number, body: Delegation) -> ReviewOut:
    """Pass an open review on to somebody else."""
    done = delegate_review(
        review=_found(request, number), reason=body.reason, by=request.actor, at=request.at,
        to=find(Person.objects.filter(active=True), pk=body.person),
    )  # fmt: skip
    return ReviewOut.of(done)


@endpoint(May.ASK_REVIEWS, "POST", "reviews/{number}/withdrawal")
def withdraw(request: Request, number: Number, body: Withdrawal) -> ReviewOut:
    """Take a question, or a yes, back."""
    done = withdraw_review(
        review=_found(request, number), reason=body.reason, by=request.actor, at=request.at
    )
    return ReviewOut.of(done)


def _found(request: Request, number: int) -> Review:
    return find(visible_reviews(request.actor), number=number)
