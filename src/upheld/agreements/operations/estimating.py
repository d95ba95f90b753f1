"""Effort, agreed before the quote: estimates by those who deliver, and hours for the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.asking import Wanted, capacity_for, comparables_for
from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Estimate, ProposalDeliverable
from upheld.agreements.operations.drafting import lock_draft
from upheld.agreements.queries.scrutiny import capacity_hash, deliverable_hash, newest_estimate
from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person

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
    if proposal.deal.owner_id is not None and proposal.deal.owner_id == by.person_id:
        raise Refused(
            "own_proposal",
            "Whoever sells it does not estimate it.",
            what="Not estimated.",
            remedy="Ask somebody who delivers.",
        )
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
        capacity_seconds_short=answer.short_seconds, capacity_hash=capacity_hash(proposal)
    )
    record(
        Event.CAPACITY_ASKED, proposal, about=[proposal.deal], short=answer.short_seconds,
        private={"answer": answer.words},
    )  # fmt: skip
    return proposal


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
