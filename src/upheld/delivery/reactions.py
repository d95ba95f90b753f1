"""Answers to facts: a signature opens a handover, an acceptance keeps a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import reverse

from upheld.delivery.models import HandoverPoint
from upheld.delivery.operations.handover_points import OBJECTION, reopen_point
from upheld.delivery.operations.handovers import open_handover
from upheld.foundation.actor import system
from upheld.promises.operations.settling import keep_promise
from upheld.promises.rules.states import PromiseState
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from upheld.agreements.models import Signature
    from upheld.delivery.models import Deliverable
    from upheld.foundation.actor import Actor
    from upheld.foundation.facts import Fact
    from upheld.reviews.models import Review


def on_proposal_signed(fact: Fact) -> None:
    """Open the handover of what was signed."""
    signature = cast("Signature", fact.subject)
    open_handover(signature=signature, by=_system(fact), at=fact.at)


def on_deliverable_accepted(fact: Fact) -> None:
    """Keep the deliverable's promise: the acceptance is what shows it."""
    deliverable = cast("Deliverable", fact.subject)
    promise = deliverable.promise
    promise.refresh_from_db()
    if promise.state != PromiseState.AGREED:
        return
    how = "silence counted as acceptance, as agreed" if fact.data["deemed"] else "accepted"
    keep_promise(
        promise=promise,
        shown=f"Deliverable {deliverable.number}, round {fact.data['round']}: {how}",
        shown_url=reverse("deliverable", args=[deliverable.number]),
        evidence=deliverable,
        by=_system(fact),
        at=fact.at,
    )


def on_review_answered(fact: Fact) -> None:
    """Ask for the promise again where the objection to it was not shared."""
    review = cast("Review", fact.subject)
    if not review.kind.startswith(f"{OBJECTION}.") or review.state != ReviewState.DECLINED:
        return
    point = HandoverPoint.objects.filter(pk=review.subject_id).first()
    if point is not None:
        reopen_point(point=point, reason=review.answer_reason, by=_system(fact), at=fact.at)


def _system(fact: Fact) -> Actor:
    return system(fact.by.provider_id, on_behalf_of=fact.by)
