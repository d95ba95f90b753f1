"""Work on what was agreed: begun, shown, put before the customer, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import Deliverable, SignOff
from upheld.delivery.queries.silence import silence_rule_of
from upheld.delivery.queries.work_shown import evidence_of, shown_work
from upheld.delivery.rules.deliverables import (
    DeliverableState,
    DeliverableStep,
    WorkShown,
    next_state,
    step_obstacle,
    submit_obstacles,
)
from upheld.delivery.rules.sign_off import RoundState, silence_ends_at
from upheld.foundation.actor import system
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.people.models import Person
from upheld.promises.operations.settling import hand_over_promise
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.WORK_ON_DELIVERABLES)
def start_deliverable(
    *, deliverable: Deliverable, by: Actor, at: datetime, seen: int | None = None
) -> Deliverable:
    """Begin to work on it, or again after a rejection. Somebody must have agreed to keep it.

    Refuses with: deliverable_<state>, promise_not_agreed, changed_meanwhile.
    """
    del by
    deliverable = lock(deliverable, seen)
    if deliverable.stands is DeliverableState.IN_WORK:
        return unchanged(deliverable)
    require_step(deliverable, DeliverableStep.START, "Not started.")
    _require_agreed(deliverable, "Not started.")
    deliverable.change(
        state=DeliverableState.IN_WORK.value, started_at=deliverable.started_at or at
    )
    record(
        Event.DELIVERABLE_STARTED, deliverable, about=[deliverable.sow, deliverable.company],
        number=deliverable.number,
    )  # fmt: skip
    return deliverable


@operation(May.GIVE_DELIVERABLES)
def give_deliverable(
    *, deliverable: Deliverable, person: Person, by: Actor, at: datetime, reason: str = ""
) -> Deliverable:
    """Let somebody else do it and keep its promise. Refuses with: deliverable_<state>."""
    deliverable = lock(deliverable)
    if deliverable.owner_id == person.pk:
        return unchanged(deliverable)
    require_step_open(deliverable, "Not given to somebody else.")
    _require_agreed(deliverable, "Not given to somebody else.")
    before = deliverable.owner_id
    hand_over_promise(
        promise=deliverable.promise, owner=person, reason=reason, at=at,
        by=system(by.provider_id, on_behalf_of=by),
    )  # fmt: skip
    deliverable.change(owner=person)
    record(
        Event.DELIVERABLE_GIVEN, deliverable, about=[deliverable.company, person], reason=reason,
        before=before, owner=person.pk,
    )  # fmt: skip
    return deliverable


@operation(May.WORK_ON_DELIVERABLES)
def submit_deliverable(
    *, deliverable: Deliverable, by: Actor, at: datetime, seen: int | None = None
) -> SignOff:
    """Put it before the customer with all that shows it done; a new round begins.

    What they are shown is kept, with its hash; where the agreement says what silence means, the
    moment from which it speaks is fixed now. Refuses with: not_ready (deliverable_<state>,
    evidence_missing, evidence_of_other_kind), promise_not_agreed, changed_meanwhile.
    """
    deliverable = lock(deliverable, seen)
    if deliverable.stands is DeliverableState.SUBMITTED:
        waiting = waiting_round(deliverable)
        if waiting is not None:
            return unchanged(waiting)
    _require_submittable(deliverable)
    _require_agreed(deliverable, "Not submitted.")
    number = deliverable.rounds + 1
    content, digest = shown_work(deliverable, number)
    sign_off = SignOff(
        deliverable=deliverable,
        number=number,
        submitted_at=at,
        submitted_by=Person.objects.get(pk=by.person_id),
        content=content,
        content_hash=digest,
        deemed_at=silence_ends_at(at, silence_rule_of(deliverable)),
    )
    sign_off.save()
    deliverable.change(
        state=DeliverableState.SUBMITTED.value, submitted_at=at, rounds=number,
        started_at=deliverable.started_at or at,
    )  # fmt: skip
    record(
        Event.DELIVERABLE_SUBMITTED,
        deliverable,
        about=[deliverable.sow, deliverable.company, sign_off],
        number=deliverable.number,
        round=number,
        content=digest,
        deemed_at=sign_off.deemed_at,
    )
    enqueue("delivery.tell_submitted", stale_after=NEWS_LASTS, round_id=sign_off.pk)
    return sign_off


@operation(May.WORK_ON_DELIVERABLES)
def withdraw_submission(
    *, deliverable: Deliverable, reason: str, by: Actor, at: datetime
) -> Deliverable:
    """Take it back before the customer answered; the round stays readable, as withdrawn.

    Refuses with: deliverable_<state>.
    """
    deliverable = lock(deliverable)
    if deliverable.stands is DeliverableState.IN_WORK:
        return unchanged(deliverable)
    require_step(deliverable, DeliverableStep.WITHDRAW, "Not taken back.")
    waiting = waiting_round(deliverable)
    if waiting is not None:
        lock(waiting).change(
            state=RoundState.WITHDRAWN.value, answered_at=at, reasons=reason.strip()[:2000]
        )
    deliverable.change(state=DeliverableState.IN_WORK.value)
    record(
        Event.DELIVERABLE_WITHDRAWN, deliverable, about=[deliverable.company], reason=reason,
        number=deliverable.number, round=deliverable.rounds, by=by.person_id,
    )  # fmt: skip
    return deliverable


def waiting_round(deliverable: Deliverable) -> SignOff | None:
    """Give the round that waits for the customer, if there is one."""
    rows = SignOff.objects.filter(deliverable=deliverable, state=RoundState.WAITING.value)
    found: SignOff | None = rows.first()
    return found


def require_step(deliverable: Deliverable, step: DeliverableStep, what: str) -> DeliverableState:
    """Give the state that a step leads to; refuses with deliverable_<state>."""
    obstacle = step_obstacle(deliverable.stands, step)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what=what, remedy=obstacle.remedy)
    after = next_state(deliverable.stands, step)
    return after or deliverable.stands


def require_step_open(deliverable: Deliverable, what: str) -> None:
    """Refuse what is only done to unfinished work, with deliverable_<state>."""
    if deliverable.finished_at is None:
        return
    obstacle = step_obstacle(deliverable.stands, DeliverableStep.START)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what=what, remedy=obstacle.remedy)


def _require_submittable(deliverable: Deliverable) -> None:
    kinds = tuple(item.kind for item in evidence_of(deliverable))
    found = submit_obstacles(deliverable.stands, WorkShown(deliverable.evidence_kind, kinds))
    if found:
        raise Refused(
            "not_ready",
            "It cannot be put before the customer yet.",
            what="Not submitted.",
            remedy="Clear each point, then submit it again.",
            reasons=found,
        )


def _require_agreed(deliverable: Deliverable, what: str) -> None:
    """Refuse work on what nobody has agreed to keep: silence is not a yes here either."""
    if deliverable.promise.state != PromiseState.OFFERED:
        return
    raise Refused(
        "promise_not_agreed",
        "Nobody has agreed to keep this promise yet.",
        what=what,
        remedy="Accept it in the handover first, or object to it there.",
    )
