"""A slow review is remembered, and one whose reviewer went away finds somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.people.models import Person
from upheld.reviews.events import Event
from upheld.reviews.models import Review
from upheld.reviews.queries.reviewers import desk_at

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(None)
def note_reminder(*, review: Review, by: Actor, at: datetime) -> Review:
    """Note that a reminder goes out now, and when the next is due: at half time, then at the end.

    The first goes to the person asked alone; after the second there is none.
    """
    del by
    review = lock(review)
    if not review.is_open or review.remind_at is None or review.remind_at > at:
        return unchanged(review)
    first = review.remind_at < review.due_at
    review.change(remind_at=review.due_at if first and at < review.due_at else None)
    record(
        Event.REMINDED,
        review,
        about=[review.asked],
        number=review.number,
        overdue=at > review.due_at,
    )
    return review


@operation(None)
def pass_on_while_away(*, review: Review, by: Actor, at: datetime) -> Review:
    """Put an open review to whoever stands in, once the person asked is away.

    They may still answer it themselves. Nothing happens where nobody stands in.
    """
    del by
    review = lock(review)
    if not review.is_open:
        return unchanged(review)
    first = desk_at(at, review.function).asked_first(review.as_question())
    if first is None or first == review.asked_id:
        return unchanged(review)
    before, to = review.asked_id, Person.objects.get(pk=first)
    review.change(asked=to)
    record(
        Event.DELEGATED, review, about=[to], reason="The person asked is away.",
        number=review.number, before=before, asked=to.pk,
    )  # fmt: skip
    return review
