"""Effort, agreed before the quote: estimates by those who deliver, and hours for the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.asking import Wanted, capacity_for, comparables_for
from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Estimate, ProposalDeliverable
from upheld.agreements.operations.drafts import lock_draft
from upheld.agreements.queries.parts import ESTIMATE, deliverable_hash, parts_of
from upheld.agreements.queries.scrutiny import newest_estimate
from upheld.foundation.actor import system
from upheld.foundation.operation import operation
from upheld.foundation.record.write import record, reference
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.effort import written_effort
from upheld.people.models import Person
from upheld.reviews.may import May as Reviews
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.queries.reviewers import desk_at
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import Answer, ReviewState
from upheld.selling.operations.evidence import show_evidence
from upheld.selling.rules.stages import Evidence

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.foundation.actor import Actor

LONGEST_EFFORT = 20_000 * 3600


@operation(May.ESTIMATE)
def estimate_deliverable(
    *,
    deliverable: ProposalDeliverable,
    low_seconds: int,
    likely_seconds: int,
    high_seconds: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Estimate:
    """Say as a range what a deliverable takes, on the words that it has now.

    What comparable finished work was shown is kept with it. Refuses with: proposal_<state>,
    invalid_input, own_proposal.
    """
    proposal = lock_draft(deliverable.proposal)
    _require_not_the_seller(proposal, by)
    if not 0 < low_seconds <= likely_seconds <= high_seconds <= LONGEST_EFFORT:
        raise invalid(likely_seconds="Give the least, the likely and the most, in that order.")
    found = comparables_for(f"{deliverable.title} {deliverable.criterion}", deliverable.function)
    estimate = Estimate(
        deliverable=deliverable,
        estimator=Person.objects.get(pk=by.person_id),
        low_seconds=low_seconds,
        likely_seconds=likely_seconds,
        high_seconds=high_seconds,
        text_hash=deliverable_hash(deliverable),
        comparables={
            "n": len(found.cases),
            "p50_seconds": found.p50_seconds,
            "p80_seconds": found.p80_seconds,
        },
        note=note,
        at=at,
    )
    estimate.save()
    record(
        Event.DELIVERABLE_ESTIMATED, proposal, about=[proposal.deal], deliverable=deliverable,
        low=low_seconds, likely=likely_seconds, high=high_seconds,
    )  # fmt: skip
    _answer_question(deliverable, estimate, by, at)
    _show_estimated(proposal, by, at)
    return estimate


@operation(May.WRITE_PROPOSALS)
def ask_capacity(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """Ask whether there are hours for the promised dates; the answer holds while they stay.

    Refuses with: proposal_<state>, estimate_missing, due_missing, capacity_unknown.
    """
    del by
    proposal = lock_draft(proposal)
    wanted = tuple(_wanted(one, at) for one in _deliverables(proposal))
    answer = capacity_for(wanted, at)
    if answer is None:
        raise Refused(
            "capacity_unknown",
            "Nobody here keeps hours that could be free.",
            what="Not asked.",
            remedy="Enter people and their working hours first.",
        )
    proposal.change(
        capacity_seconds_short=answer.short_seconds,
        capacity_hash=parts_of(proposal).capacity_hash(),
    )
    record(
        Event.CAPACITY_ASKED, proposal, about=[proposal.deal], short=answer.short_seconds,
        private={"answer": answer.words},
    )  # fmt: skip
    return proposal


def _require_not_the_seller(proposal: Proposal, by: Actor) -> None:
    if proposal.deal.owner_id is not None and proposal.deal.owner_id == by.person_id:
        raise Refused(
            "own_proposal",
            "Whoever sells it does not estimate it.",
            what="Not estimated.",
            remedy="Ask somebody who delivers.",
        )


def _answer_question(
    deliverable: ProposalDeliverable, estimate: Estimate, by: Actor, at: datetime
) -> None:
    """Close the review that asked for this estimate, if it was put to whoever gave it."""
    review = reviews_of(deliverable, ESTIMATE).filter(state=ReviewState.ASKED.value).first()
    if review is None or not by.may(Reviews.ANSWER_REVIEWS):
        return
    if by.person_id not in desk_at(at, review.function).may_answer(review):
        return
    likely = written_effort(estimate.likely_seconds)
    answer_review(review=review, answer=Answer.APPROVE, reason=f"{likely} likely.", by=by, at=at)


def _show_estimated(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Let the deal know once all of its proposal's work has been estimated by delivery."""
    if all(newest_estimate(one) is not None for one in _deliverables(proposal)):
        show_evidence(
            deal=proposal.deal,
            kind=Evidence.DELIVERY_ESTIMATED,
            source=reference(proposal),
            words=f"Everything in proposal {proposal.number} has been estimated.",
            by=system(by.provider_id, on_behalf_of=by),
            at=at,
        )


def _deliverables(proposal: Proposal) -> list[ProposalDeliverable]:
    return list(ProposalDeliverable.objects.filter(proposal=proposal).order_by("position", "pk"))


def _wanted(deliverable: ProposalDeliverable, at: datetime) -> Wanted:
    estimate = newest_estimate(deliverable)
    if estimate is None:
        raise Refused(
            "estimate_missing",
            f"“{deliverable.title}” has not been estimated.",
            what="Not asked.",
            remedy="Ask for an estimate first.",
        )
    if deliverable.due_on is None:
        raise Refused(
            "due_missing",
            f"“{deliverable.title}” does not say by when it will be there.",
            what="Not asked.",
            remedy="Enter the day by which it is due.",
        )
    return Wanted(
        seconds=estimate.likely_seconds,
        function=deliverable.function,
        starts_on=deliverable.starts_on or at.date(),
        due_on=deliverable.due_on,
    )
