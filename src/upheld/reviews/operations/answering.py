"""A review is answered, an alternative taken, a slow one remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.jobs import enqueue
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person
from upheld.people.queries.calendars import calendar_of_person
from upheld.reviews.events import Event
from upheld.reviews.may import May
from upheld.reviews.models import Review
from upheld.reviews.operations.asking import NEWS_LASTS, require_open
from upheld.reviews.queries.reviewers import desk_at
from upheld.reviews.rules.answers import AFTER, Answer, ReviewState, answer_obstacles
from upheld.reviews.rules.reviewers import reviewer_obstacle
from upheld.reviews.rules.turnaround import Asked, turnaround

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor

MOST_UNEASE = 3


@operation(May.ANSWER_REVIEWS)
def answer_review(
    *,
    review: Review,
    answer: Answer | str,
    by: Actor,
    at: datetime,
    reason: str = "",
    alternative: Mapping[str, Any] | None = None,
    unease: int | None = None,
) -> Review:
    """Give the answer that was asked for: yes, no with a reason, or something else instead.

    `alternative` holds `words` (what one would agree to) and whatever the subject can take over
    as it is (a price, a day). `unease` is 0 to 3. Whoever comes second is told who answered.
    Refuses with: own_request, own_benefit, not_asked, review_already_answered, review_withdrawn,
    reason_missing, alternative_missing, invalid_input.
    """
    review = lock(review)
    answer = Answer(answer)
    offered = dict(alternative or {})
    require_open(review)
    _require_reviewer(review, by, at)
    _require_complete(review, answer, reason, str(offered.get("words", "")), unease)
    review.change(
        state=AFTER[answer].value,
        answer_reason=reason.strip(),
        alternative=offered if answer is Answer.OFFER_ALTERNATIVE else {},
        unease=unease,
        answered_by_id=by.person_id,
        answered_at=at,
        turnaround_seconds=_turnaround(review, at),
        remind_at=None,
    )
    record(
        Event.ANSWERED, review, about=[review.company, review.requested_by], reason=reason,
        number=review.number, kind=review.kind, state=review.state, content=review.content_hash,
        seconds=review.turnaround_seconds, unease=unease,
    )  # fmt: skip
    enqueue("reviews.tell_answered", stale_after=NEWS_LASTS, review_id=review.pk)
    return review


@operation(May.ASK_REVIEWS)
def take_alternative(*, review: Review, by: Actor, at: datetime) -> Review:
    """Take what the reviewer offered instead; it counts as approved, in the other wording.

    Called by the operation that puts the alternative into the subject.
    Refuses with: no_alternative.
    """
    del by
    review = lock(review)
    if review.state == ReviewState.ALTERNATIVE_TAKEN:
        return unchanged(review)
    if review.state != ReviewState.ALTERNATIVE_OFFERED:
        raise Refused(
            "no_alternative",
            "The reviewer offered no alternative, or it was taken back.",
            what="Not taken.",
            remedy="Look at how the review stands now.",
        )
    review.change(state=ReviewState.ALTERNATIVE_TAKEN.value, closed_at=at)
    record(
        Event.ALTERNATIVE_TAKEN, review, about=[review.company, review.answered_by],
        number=review.number, kind=review.kind,
    )  # fmt: skip
    return review


def _require_complete(
    review: Review, answer: Answer, reason: str, words: str, unease: int | None
) -> None:
    state = ReviewState(review.state)
    for obstacle in answer_obstacles(state, answer, reason=reason, alternative=words):
        field = "reason" if obstacle.code == "reason_missing" else "alternative"
        raise Refused(
            obstacle.code,
            obstacle.why,
            what="Not answered.",
            remedy=obstacle.remedy,
            fields={field: [obstacle.remedy]},
        )
    if unease is not None and not 0 <= unease <= MOST_UNEASE:
        raise invalid(unease="Unease is a number from 0 (none) to 3 (heavy).")


def _turnaround(review: Review, at: datetime) -> int:
    """Count the business seconds that the person asked has had; 0 for an answer before its time."""
    person = Person.objects.select_related("schedule").get(pk=review.asked_id)
    asked = Asked(review.asked_at, review.within_seconds, at)
    return max(0, turnaround(asked, calendar_of_person(person), at))


def _require_reviewer(review: Review, by: Actor, at: datetime) -> None:
    desk = desk_at(at, review.function)
    obstacle = reviewer_obstacle(
        review.as_question(), by.person_id or -1, desk.sets(), desk.absences, at
    )
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what="Not answered.", remedy=obstacle.remedy)
