"""A review is asked, delegated, and withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.jobs import enqueue
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person
from upheld.people.queries.calendars import calendar_of_person
from upheld.people.rules.policies import REVIEW_WITHIN
from upheld.reviews.events import Event
from upheld.reviews.may import May
from upheld.reviews.models import Review
from upheld.reviews.queries.reviewers import Desk, desk_at
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState, may_become
from upheld.reviews.rules.reviewers import Question, asking_obstacle
from upheld.reviews.rules.turnaround import Asked, due_at, reminder_due_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.customers.models import Company
    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned

NEWS_LASTS = timedelta(days=1)
"""After that nobody is mailed that they were asked, or what was answered."""

_STANDS = {
    ReviewState.ASKED,
    ReviewState.APPROVED,
    ReviewState.ALTERNATIVE_OFFERED,
    ReviewState.ALTERNATIVE_TAKEN,
}


@operation(May.ASK_REVIEWS)
def ask_review(  # noqa: PLR0913  a question's particulars
    *,
    kind: str,
    subject: Owned,
    subject_title: str,
    subject_url: str,
    question: str,
    why: str,
    content_hash: str,
    by: Actor,
    at: datetime,
    function: str = "",
    person: Person | None = None,
    requested_by: Person | None = None,
    beneficiary: Person | None = None,
    beneficiaries: Iterable[Person] = (),
    company: Company | None = None,
    within_seconds: int | None = None,
) -> Review:
    """Ask a person, or whoever holds a function, to say yes to a text.

    The same text (`content_hash`) is not asked about twice: the review that stands is given back.
    An open question about an older text is withdrawn. Due in the business hours of whoever is
    asked first. Refuses with: invalid_input, nobody_may_answer.
    """
    _require_question(question, why, function, person)
    before = _standing(subject, kind, content_hash)
    if before is not None:
        return unchanged(before)
    put = Question(
        requester=requested_by.pk if requested_by else by.person_id or 0,
        asked_person=person.pk if person else None,
        asked_function=function,
        beneficiaries=frozenset(one.pk for one in (beneficiary, *beneficiaries) if one),
    )
    first = _first_asked(put, desk_at(at, function))
    _withdraw_older(subject, kind, at)
    review = Review(
        number=next_number("review"), kind=kind, content_hash=content_hash, company=company,
        subject_type=subject._meta.label_lower, subject_id=subject.pk,
        subject_title=subject_title[:200], subject_url=subject_url,
        question=question.strip(), why=why.strip(), function=function, asked=first,
        requested_by_id=put.requester or None, beneficiary_ids=sorted(put.beneficiaries),
    )  # fmt: skip
    _set_times(review, Asked(at, within_seconds or _promised_seconds(by.provider_id)), first)
    review.save()
    record(
        Event.ASKED, review, about=[subject, company, first], number=review.number, kind=kind,
        asked=first.pk, function=function, content=content_hash, due_at=review.due_at,
    )  # fmt: skip
    enqueue("reviews.tell_asked", stale_after=NEWS_LASTS, review_id=review.pk)
    return review


@operation(May.ANSWER_REVIEWS)
def delegate_review(
    *, review: Review, to: Person, by: Actor, at: datetime, reason: str = ""
) -> Review:
    """Pass an open question on to somebody else, who may answer it from now on.

    Only whoever may answer it may pass it on, and never to somebody who asked or would gain.
    Refuses with: not_asked, review_already_answered, review_withdrawn, nobody_may_answer.
    """
    review = lock(review)
    require_open(review)
    desk = desk_at(at, review.function)
    if by.person_id not in desk.may_answer(review) and not by.may("system"):
        raise Refused(
            "not_asked",
            "This review was not put to you, so you cannot pass it on.",
            remedy="Ask the reviewer to pass it on.",
        )
    if review.asked_id == to.pk:
        return unchanged(review)
    put = Question(
        requester=review.requested_by_id or 0,
        asked_person=to.pk,
        beneficiaries=frozenset(review.beneficiary_ids),
    )
    _first_asked(put, desk)
    before = review.asked_id
    review.change(asked=to)
    record(
        Event.DELEGATED, review, about=[to], reason=reason,
        number=review.number, before=before, asked=to.pk,
    )  # fmt: skip
    return review


@operation(May.ASK_REVIEWS)
def withdraw_review(*, review: Review, reason: str, by: Actor, at: datetime) -> Review:
    """Take a question back, or an approval that no longer holds; what was said stays readable.

    Refuses with: review_closed.
    """
    del by
    review = lock(review)
    if review.state == ReviewState.WITHDRAWN:
        return unchanged(review)
    if not may_become(ReviewState(review.state), ReviewState.WITHDRAWN):
        raise Refused(
            "review_closed",
            "The review was declined; there is nothing left to take back.",
            what="Not withdrawn.",
        )
    _withdraw(review, at, reason)
    return review


def _set_times(review: Review, asked: Asked, first: Person) -> None:
    """Set when a review is due and remembered, in the business hours of whoever is asked."""
    calendar = calendar_of_person(first)
    review.asked_at, review.within_seconds = asked.asked_at, asked.within_seconds
    review.due_at, review.remind_at = due_at(asked, calendar), reminder_due_at(asked, calendar)


def require_open(review: Review) -> None:
    """Refuse unless an answer is still missing, naming who gave it.

    Refuses with: review_already_answered, review_withdrawn.
    """
    if review.state == ReviewState.ASKED:
        return
    if review.state == ReviewState.WITHDRAWN:
        raise Refused(
            "review_withdrawn",
            "The question was withdrawn before your answer.",
            remedy="Nothing is left for you to do here.",
        )
    said = review.state.replace("_", " ")
    raise Refused(
        "review_already_answered",
        f"{review.answered_by} answered this review before you: {said}.",
        remedy="Look at their answer; ask again if it should be reopened.",
    )


def _require_question(question: str, why: str, function: str, person: Person | None) -> None:
    if not question.strip():
        raise invalid(question="Write what should be decided.")
    if not why.strip():
        raise invalid(why="Say why this needs somebody's yes.")
    if not function and person is None:
        raise invalid(person="Name a person, or the function whose holder is asked.")


def _standing(subject: Owned, kind: str, content_hash: str) -> Review | None:
    if not content_hash:
        return None
    states = [state.value for state in _STANDS]
    return reviews_of(subject, kind).filter(content_hash=content_hash, state__in=states).first()


def _first_asked(put: Question, desk: Desk) -> Person:
    obstacle = asking_obstacle(put, desk.sets(), desk.absences, desk.at)
    first = desk.asked_first(put)
    if obstacle is not None or first is None:
        why = obstacle.why if obstacle else "Nobody is there who may answer this."
        remedy = obstacle.remedy if obstacle else "Name a holder of the function."
        raise Refused("nobody_may_answer", why, what="Not asked.", remedy=remedy)
    found: Person = Person.objects.select_related("schedule").get(pk=first)
    return found


def _withdraw_older(subject: Owned, kind: str, at: datetime) -> None:
    for older in reviews_of(subject, kind).filter(state=ReviewState.ASKED.value):
        _withdraw(older, at, "The text was changed, so it is asked about anew.")


def _withdraw(review: Review, at: datetime, reason: str) -> None:
    review.change(state=ReviewState.WITHDRAWN.value, closed_at=at, remind_at=None)
    record(Event.WITHDRAWN, review, about=[review.company], reason=reason, number=review.number)


def _promised_seconds(provider_id: int) -> int:
    return REVIEW_WITHIN.of(Provider.objects.only("settings").get(pk=provider_id).settings)
