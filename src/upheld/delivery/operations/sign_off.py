"""The customer's word on a piece of work, given once on exactly what they were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import Deliverable, SignOff
from upheld.delivery.operations.deliverables import require_step
from upheld.delivery.queries.silence import silence_rule_of
from upheld.delivery.rules.deliverables import EARNED_STATES, DeliverableStep
from upheld.delivery.rules.sign_off import (
    Answer,
    AnswerDraft,
    RoundState,
    SignOffRound,
    answer_obstacles,
    round_state,
)
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import CHANGED_MEANWHILE, Refused, invalid

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.delivery.rules.deliverables import DeliverableState
    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason

_STEPS = {Answer.ACCEPTED: DeliverableStep.ACCEPT, Answer.REJECTED: DeliverableStep.REJECT}


@operation(May.SIGN_OFF_WORK)
def answer_sign_off(
    *,
    deliverable: Deliverable,
    answer: Answer,
    shown_hash: str,
    by: Actor,
    at: datetime,
    reasons: str = "",
    address: str = "",
    agent: str = "",
) -> SignOff:
    """Accept or reject, as the customer, what was shown to them (`shown_hash`).

    Accepted, its promise is kept and its price earned, in this transaction. Rejected, work begins
    again and the next submission is a new round. The same answer twice is one answer. Refuses
    with: not_yours_to_sign_off, round_answered, round_deemed, invalid_input, changed_meanwhile,
    nothing_to_answer.
    """
    contact = _contact_of(deliverable, by)
    deliverable = lock(deliverable)
    newest = _newest_round(deliverable)
    if _same_answer(newest, answer, shown_hash, contact):
        return unchanged(newest)
    draft = AnswerDraft(Answer(answer), reasons, shown_hash, may_sign_off(deliverable, contact))
    _require_answerable(deliverable, newest, draft, at)
    after = require_step(deliverable, _STEPS[draft.answer], "Your answer was not taken.")
    newest.change(
        state=RoundState(draft.answer.value).value,
        answered_at=at,
        answered_by=contact,
        reasons=reasons.strip(),
        address=address[:60],
        agent=agent[:300],
    )
    _settle(deliverable, newest, after, at, reasons)
    return newest


@operation(None)
def let_silence_speak(*, sign_off: SignOff, by: Actor, at: datetime) -> SignOff:
    """Take the customer's silence for what was agreed, once the agreed days are over.

    Told apart from an answer for ever: the round says so, and nobody's name stands on it.
    Harmless before that moment and after an answer.
    """
    del by
    deliverable = lock(sign_off.deliverable)
    sign_off = lock(sign_off)
    if sign_off.state != RoundState.WAITING.value or sign_off.deemed_at is None:
        return unchanged(sign_off)
    stands = round_state(_as_round(sign_off), silence_rule_of(deliverable), at=at)
    if at < sign_off.deemed_at or stands is RoundState.WAITING:
        return unchanged(sign_off)
    yes = stands is RoundState.DEEMED_ACCEPTED
    step = DeliverableStep.DEEM if yes else DeliverableStep.REJECT
    after = require_step(deliverable, step, "Silence was not taken for an answer.")
    sign_off.change(state=stands.value, answered_at=at)
    _settle(deliverable, sign_off, after, at, "")
    return sign_off


def may_sign_off(deliverable: Deliverable, contact: Contact) -> bool:
    """Tell whether somebody may answer for the customer: who may sign, or signed this agreement."""
    if not contact.active or contact.company_id != deliverable.company_id:
        return False
    signed_by: int = deliverable.sow.agreement.signature.contact_id
    return contact.may_sign or contact.pk == signed_by


def _contact_of(deliverable: Deliverable, by: Actor) -> Contact:
    contact: Contact | None = Contact.objects.filter(pk=by.contact_id or 0).first()
    if contact is None or contact.company_id != deliverable.company_id:
        raise Refused(
            "not_yours_to_sign_off",
            "Only the customer can say whether their work is done.",
            what="No answer was taken.",
            remedy="Submit it, and ask them to look at it in the portal.",
        )
    return contact


def _newest_round(deliverable: Deliverable) -> SignOff:
    rows = SignOff.objects.filter(deliverable=deliverable).exclude(state=RoundState.WITHDRAWN.value)
    newest: SignOff | None = rows.order_by("-number").first()
    if newest is None:
        raise Refused(
            "nothing_to_answer",
            "This was not put before you yet, or it was taken back.",
            what="Your answer was not taken.",
            remedy="You will find it here as soon as it is ready.",
        )
    return lock(newest)


def _same_answer(round_: SignOff, answer: Answer, shown_hash: str, contact: Contact) -> bool:
    """Tell a second click from a second opinion."""
    said = (round_.state, round_.content_hash, round_.answered_by_id)
    return said == (answer.value, shown_hash, contact.pk)


def _require_answerable(
    deliverable: Deliverable, round_: SignOff, draft: AnswerDraft, at: datetime
) -> None:
    rule = silence_rule_of(deliverable)
    found = answer_obstacles(_as_round(round_), draft, rule, at=at)
    if found:
        raise _refusal(found)


def _refusal(found: tuple[Reason, ...]) -> Refused:
    """Refuse with the first obstacle; a missing reason belongs beside its field."""
    first = found[0]
    if first.code == "reasons_missing":
        return invalid(reasons=first.remedy)
    code = CHANGED_MEANWHILE if first.code == "content_changed" else first.code
    what = "" if first.why.startswith("Your answer") else "Your answer was not taken."
    return Refused(code, first.why, what=what, remedy=first.remedy, reasons=found[1:])


def _as_round(row: SignOff) -> SignOffRound:
    """Give a stored round to the rules; one that silence answered has no spoken answer."""
    spoken = row.state in {answer.value for answer in Answer}
    return SignOffRound(
        row.number,
        row.submitted_at,
        row.content_hash,
        Answer(row.state) if spoken else None,
        row.answered_at if spoken else None,
    )


def _settle(
    deliverable: Deliverable, round_: SignOff, after: DeliverableState, at: datetime, reasons: str
) -> None:
    """Bring the deliverable where the answer leads, and let the fact be answered."""
    earned = after in EARNED_STATES
    deliverable.change(state=after.value, finished_at=at if earned else None)
    deemed = round_.answered_by_id is None
    record(
        Event.DELIVERABLE_ACCEPTED if earned else Event.DELIVERABLE_REJECTED,
        deliverable,
        about=[deliverable.sow, deliverable.company, round_, deliverable.owner],
        reason=reasons,
        number=deliverable.number,
        round=round_.number,
        content=round_.content_hash,
        deemed=deemed,
        said=_SAID[earned, deemed],
        price=deliverable.price,
    )
    enqueue("delivery.tell_answered", stale_after=NEWS_LASTS, round_id=round_.pk)


_SAID = {
    (True, False): "accepted",
    (True, True): "took silence for acceptance, as agreed, in",
    (False, False): "rejected",
    (False, True): "took silence for rejection, as agreed, in",
}
"""How the timeline says it, by whether it was accepted and whether silence said so."""
