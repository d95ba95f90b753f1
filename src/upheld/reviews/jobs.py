"""What reviews do by themselves: telling people, reminding them, and getting round absence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.foundation.values.period import today
from upheld.people.models import Leave, Person
from upheld.reviews.mails import mail_answer, mail_question
from upheld.reviews.models import Review
from upheld.reviews.operations.asking import NEWS_LASTS
from upheld.reviews.operations.reminding import note_reminder, pass_on_while_away
from upheld.reviews.queries.reviewers import desk_at
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("reviews.remind", Every(minutes=10), "Remind reviewers"),
    Periodic("reviews.pass_on", Every(minutes=60), "Pass on what waits for somebody away"),
)


@job("reviews.tell_asked", title="Tell whoever is asked for a review")
def tell_asked(*, by: Actor, at: datetime, review_id: int) -> str:
    """Mail the person asked, unless they have answered by now."""
    del by
    review = Review.objects.select_related("asked", "requested_by").get(pk=review_id)
    if not review.is_open or at - review.asked_at > NEWS_LASTS or review.asked is None:
        return "Not needed any more."
    return f"{mail_question(review, [review.asked])} mailed."


@job("reviews.tell_answered", title="Tell whoever asked what was answered")
def tell_answered(*, by: Actor, at: datetime, review_id: int) -> str:
    """Mail whoever asked."""
    del by
    review = Review.objects.select_related("answered_by", "requested_by").get(pk=review_id)
    if review.answered_at is None or at - review.answered_at > NEWS_LASTS:
        return "Not needed any more."
    return f"{mail_answer(review)} mailed."


@job("reviews.remind", title="Remind reviewers")
def remind(*, by: Actor, at: datetime) -> str:
    """Mail the person asked at half time; at the end, everybody who may answer."""
    due = Review.objects.filter(state=ReviewState.ASKED.value, remind_at__lte=at)
    mailed = 0
    for review in due.select_related("asked", "requested_by").order_by("pk"):
        note_reminder(review=review, by=by, at=at)
        if at <= review.due_at:
            people = [review.asked] if review.asked is not None else []
        else:
            able = desk_at(at, review.function).may_answer(review)
            people = list(Person.objects.filter(pk__in=able, active=True))
        if at - review.due_at <= NEWS_LASTS:
            mailed += mail_question(review, people, again=True)
    return f"{mailed} mailed."


@job("reviews.pass_on", title="Pass on what waits for somebody away")
def pass_on(*, by: Actor, at: datetime) -> str:
    """Put the open reviews of people on leave to whoever stands in for them."""
    day = today(at, "UTC")
    away = Leave.objects.filter(
        first_on__lte=day + timedelta(days=1), last_on__gte=day - timedelta(days=1)
    )
    waiting = Review.objects.filter(
        state=ReviewState.ASKED.value, asked_id__in=away.values("person_id")
    )
    before = {review.pk: review.asked_id for review in waiting}
    after = [pass_on_while_away(review=review, by=by, at=at) for review in waiting]
    moved = sum(review.asked_id != before[review.pk] for review in after)
    return f"{moved} passed on."
