"""Promise by promise: whoever shall keep it agrees, objects with words, or is asked instead."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import Deliverable, Handover, HandoverPoint
from upheld.delivery.queries.responsible import judges_of_objection
from upheld.foundation.actor import system
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person
from upheld.promises.operations.offering import agree_promise
from upheld.reviews.operations.asking import ask_review, withdraw_review
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

OBJECTION = "delivery.objection"
"""The kind of review that an objection becomes; the judge's name for each follows a dot."""

OPEN, ACCEPTED, OBJECTED = "open", "accepted", "objected"


@operation(May.ANSWER_HANDOVERS)
def accept_point(*, point: HandoverPoint, by: Actor, at: datetime) -> HandoverPoint:
    """Agree to keep a promise in one's own name; it counts from now on.

    The handover is complete with its last point. Refuses with: not_asked_to_keep, promise_final.
    """
    point = lock(point)
    if point.state == ACCEPTED:
        return unchanged(point)
    person = _require_asked(point, by)
    agree_promise(promise=point.promise, owner=person, by=by, at=at)
    point.change(state=ACCEPTED, asked=person, answered_by=person, answered_at=at, words="")
    _own_the_work(point, person)
    _withdraw_questions(point, "The promise was agreed after all.", by, at)
    record(
        Event.POINT_ACCEPTED, point, about=[point.handover, point.promise, person],
        promise=point.promise_id,
    )  # fmt: skip
    _complete(point.handover, at)
    return point


@operation(May.ANSWER_HANDOVERS)
def object_to_point(*, point: HandoverPoint, words: str, by: Actor, at: datetime) -> HandoverPoint:
    """Say why one does not agree to keep a promise; whoever sold it and leads service must answer.

    Refuses with: invalid_input, not_asked_to_keep, point_accepted.
    """
    point = lock(point)
    if not words.strip():
        raise invalid(words="Say what cannot be kept, and what could.")
    person = _require_asked(point, by)
    if point.state == OBJECTED and point.words == words.strip():
        return unchanged(point)
    if point.state == ACCEPTED:
        raise Refused(
            "point_accepted",
            "You have agreed to keep this promise.",
            what="Not objected.",
            remedy="Raise a risk on the promise, or write a change order.",
        )
    point.change(
        state=OBJECTED, words=words.strip(), asked=person, answered_by=person, answered_at=at
    )
    record(
        Event.POINT_OBJECTED, point, about=[point.handover, point.promise], reason=words,
        promise=point.promise_id,
    )  # fmt: skip
    _ask_judges(point, person, by, at)
    return point


@operation(May.GIVE_DELIVERABLES)
def give_point(
    *, point: HandoverPoint, person: Person, by: Actor, at: datetime, reason: str = ""
) -> HandoverPoint:
    """Put a promise to somebody else, who may agree or object. Refuses with: point_accepted."""
    point = lock(point)
    if point.state == ACCEPTED:
        raise Refused(
            "point_accepted",
            "Somebody has agreed to keep this promise.",
            what="Not given to somebody else.",
            remedy="Hand the promise over on its own page.",
        )
    if point.state == OPEN and point.asked_id == person.pk:
        return unchanged(point)
    before = point.asked_id
    _withdraw_questions(point, "The promise was put to somebody else.", by, at)
    point.change(state=OPEN, asked=person, words="", answered_by=None, answered_at=None)
    record(
        Event.POINT_GIVEN, point, about=[point.handover, person], reason=reason, before=before,
        asked=person.pk,
    )  # fmt: skip
    return point


@operation(None)
def reopen_point(*, point: HandoverPoint, reason: str, by: Actor, at: datetime) -> HandoverPoint:
    """Ask again after an objection was not shared; harmless unless it stands objected."""
    del by, at
    point = lock(point)
    if point.state != OBJECTED:
        return unchanged(point)
    point.change(state=OPEN, answered_by=None, answered_at=None)
    record(Event.POINT_REOPENED, point, about=[point.handover, point.asked], reason=reason)
    return point


def _require_asked(point: HandoverPoint, by: Actor) -> Person:
    """Let through who was asked, anybody where nobody was, and who may give it to themselves."""
    mine = by.person_id is not None and point.asked_id in {None, by.person_id}
    if not mine and not by.may(May.GIVE_DELIVERABLES):
        name = point.asked.name if point.asked else "nobody"
        raise Refused(
            "not_asked_to_keep",
            f"{name} was asked to keep this promise, not you.",
            remedy=f"Leave it to {name}, or have your service manager put it to you.",
        )
    person: Person = Person.objects.get(pk=by.person_id)
    return person


def _own_the_work(point: HandoverPoint, person: Person) -> None:
    """Let whoever keeps the promise own the work that keeps it."""
    work = Deliverable.objects.filter(promise_id=point.promise_id).first()
    if work is not None:
        work.change(owner=person)


def _complete(handover: Handover, at: datetime) -> None:
    """Complete the handover once no point of it waits."""
    handover = lock(handover)
    waiting = HandoverPoint.objects.filter(handover=handover).exclude(state=ACCEPTED)
    if handover.completed_at is not None or waiting.exists():
        return
    handover.change(completed_at=at)
    record(
        Event.HANDOVER_COMPLETED, handover, about=[handover.sow, handover.company],
        number=handover.number,
    )  # fmt: skip


def _withdraw_questions(point: HandoverPoint, reason: str, by: Actor, at: datetime) -> None:
    """Ask nobody any longer about an objection that has gone."""
    for review in reviews_of(point).filter(state=ReviewState.ASKED.value):
        withdraw_review(
            review=review, reason=reason, at=at, by=system(by.provider_id, on_behalf_of=by)
        )


def _ask_judges(point: HandoverPoint, objector: Person, by: Actor, at: datetime) -> None:
    promise, handover = point.promise, point.handover
    said = hashlib.sha256(f"{promise.pk}\n{point.words}".encode()).hexdigest()
    for judge in judges_of_objection(handover.sow.agreement.seller_id, objector.pk):
        ask_review(
            kind=f"{OBJECTION}.{judge.pk}",
            subject=point,
            subject_title=promise.words[:200],
            subject_url=reverse("handover", args=[handover.number]),
            question=f"{objector.name} does not agree to keep “{promise.words[:200]}”. "
            "Is the objection right?",
            why=point.words,
            content_hash=said,
            person=judge,
            requested_by=objector,
            company=handover.company,
            by=system(by.provider_id, on_behalf_of=by),
            at=at,
        )
