"""Reviews as the desk, lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.asked_often import AskedOften
from upheld.foundation.values.period import today
from upheld.people.models import Leave, Person
from upheld.reviews.models import Review
from upheld.reviews.queries.reviewers import desk_at
from upheld.reviews.rules.answers import ReviewState, may_become
from upheld.reviews.rules.reviewers import reviewer_obstacle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason

SOON = timedelta(hours=2)
TONES = {
    ReviewState.ASKED: "info",
    ReviewState.APPROVED: "good",
    ReviewState.DECLINED: "bad",
    ReviewState.ALTERNATIVE_OFFERED: "warn",
    ReviewState.ALTERNATIVE_TAKEN: "good",
    ReviewState.WITHDRAWN: "neutral",
}
_LATELY = timedelta(days=14)
_MOST = 100


def visible_reviews(_actor: Actor) -> QuerySet[Review]:
    """Give the reviews that the actor may see: on the staff, all of them."""
    rows: QuerySet[Review] = Review.objects.all()
    return rows


def asked_of(actor: Actor, at: datetime) -> QuerySet[Review]:
    """Give the open reviews that wait for the actor: asked by name, by function, or stood in for.

    What they asked themselves is left out. Where they would gain, the answer is refused later.
    """
    return visible_reviews(actor).filter(_asked_of(actor, at))


def _asked_of(actor: Actor, at: datetime) -> Q:
    me = actor.person_id or 0
    day = today(at, actor.zone)
    covered = Leave.objects.filter(first_on__lte=day, last_on__gte=day, person__manager_id=me)
    mine = Q(asked_id=me) | Q(asked_id__in=covered.values("person_id"))
    if actor.functions:
        mine |= Q(function__in=sorted(actor.functions))
    own = Q(requested_by_id=me, requested_by_id__isnull=False)
    return Q(state=ReviewState.ASKED.value) & mine & ~own


def waiting_reviews(actor: Actor, at: datetime) -> tuple[Review, ...]:
    """Give what the actor should look at: open reviews of theirs, alternatives offered to them.

    One query, by the due moment.
    """
    me = actor.person_id or 0
    rows = Review.objects.raw(*_WAITING.written(actor, at))
    return tuple(review for review in rows if me not in review.beneficiary_ids)


def _waiting(actor: Actor, at: datetime) -> QuerySet[Review]:
    me = actor.person_id or 0
    offered = Q(requested_by_id=me, state=ReviewState.ALTERNATIVE_OFFERED.value)
    rows = visible_reviews(actor).filter(offered | _asked_of(actor, at))
    return rows.order_by("due_at", "pk")[:_MOST]


_WAITING = AskedOften(_waiting)


def light_of(review: Review, at: datetime) -> tuple[str, str]:
    """Say how a review stands in words, and with which tone."""
    state = ReviewState(review.state)
    if state is not ReviewState.ASKED:
        return state.value.replace("_", " ").capitalize(), TONES[state]
    if review.due_at < at:
        return "Overdue", "bad"
    return ("Due soon", "warn") if review.due_at - at <= SOON else ("Asked", "info")


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What waits for somebody, what they wait for, and what was decided lately."""

    asked: tuple[Review, ...]
    offered: tuple[Review, ...]
    """Alternatives offered to what they asked, which wait for them."""
    mine: tuple[Review, ...]
    """What they asked and nobody has answered."""
    lately: tuple[Review, ...]


def desk_page(actor: Actor, at: datetime) -> DeskPage:
    """Read somebody's desk: three queries."""
    me = actor.person_id or 0
    asked = asked_of(actor, at).select_related("asked", "requested_by", "company")
    own = visible_reviews(actor).filter(
        requested_by_id=me,
        state__in=[ReviewState.ASKED.value, ReviewState.ALTERNATIVE_OFFERED.value],
    )
    waiting = list(own.select_related("asked", "answered_by", "company").order_by("due_at")[:_MOST])
    lately = visible_reviews(actor).filter(
        Q(answered_by_id=me) | Q(requested_by_id=me), answered_at__gte=at - _LATELY
    )
    return DeskPage(
        asked=tuple(
            review
            for review in asked.order_by("due_at", "pk")[:_MOST]
            if me not in review.beneficiary_ids
        ),
        offered=tuple(review for review in waiting if not review.is_open),
        mine=tuple(review for review in waiting if review.is_open),
        lately=tuple(lately.select_related("answered_by").order_by("-answered_at")[:10]),
    )


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that a review's own page shows."""

    review: Review
    light: str
    tone: str
    obstacle: Reason | None
    """Why the reader may not answer; nothing if they may, or if nobody can any more."""
    may_answer: bool
    may_withdraw: bool
    stands_in: bool
    thread: tuple[Review, ...]
    """Every review of the same subject and kind, oldest first: what was asked and answered."""
    people: Sequence[tuple[int, str]]


def review_page(review: Review, actor: Actor, at: datetime) -> ReviewPage:
    """Read a review's page: five queries."""
    desk = desk_at(at, review.function)
    obstacle = None
    if review.is_open:
        obstacle = reviewer_obstacle(
            review.as_question(), actor.person_id or -1, desk.sets(), desk.absences, at
        )
    may_answer = review.is_open and obstacle is None
    thread = Review.objects.filter(
        subject_type=review.subject_type, subject_id=review.subject_id, kind=review.kind
    )
    words, tone = light_of(review, at)
    people = Person.objects.filter(active=True).exclude(pk=review.requested_by_id).order_by("name")
    return ReviewPage(
        review=review,
        light=words,
        tone=tone,
        obstacle=obstacle,
        may_answer=may_answer,
        may_withdraw=may_become(ReviewState(review.state), ReviewState.WITHDRAWN)
        and actor.person_id in {review.requested_by_id, review.answered_by_id},
        stands_in=may_answer and review.asked_id != actor.person_id,
        thread=tuple(thread.select_related("answered_by", "asked").order_by("number")),
        people=tuple(people.values_list("pk", "name")) if may_answer else (),
    )
