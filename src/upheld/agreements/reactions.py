"""Answers to facts: what a proposal shows of its deal, and what a signature makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.agreements.models import (
    Agreement,
    Proposal,
    ProposalDeliverable,
    ProposalVersion,
    Signature,
)
from upheld.agreements.queries.parts import ESTIMATE
from upheld.agreements.queries.scrutiny import newest_estimate
from upheld.customers.operations.companies import begin_as_customer
from upheld.foundation.actor import system
from upheld.foundation.record.write import reference
from upheld.foundation.refusals import Reason, Refused
from upheld.reviews.rules.answers import ReviewState
from upheld.selling.operations.closing import win_deal
from upheld.selling.operations.evidence import hide_evidence, show_evidence
from upheld.selling.rules.stages import Evidence

if TYPE_CHECKING:
    from upheld.foundation.facts import Fact
    from upheld.reviews.models import Review


def win_what_was_signed(fact: Fact) -> None:
    """The deal is won, at the value that was signed."""
    agreement = _agreement(fact)
    win_deal(
        deal=agreement.deal,
        one_off_minor=agreement.one_off_minor,
        monthly_minor=agreement.monthly_minor,
        by=system(agreement.provider_id, on_behalf_of=fact.by),
        at=fact.at,
    )


def welcome_customer(fact: Fact) -> None:
    """A prospect that signed is a customer from the day its agreement begins."""
    agreement = _agreement(fact)
    begin_as_customer(
        company=agreement.company,
        on=agreement.starts_on,
        by=system(agreement.provider_id, on_behalf_of=fact.by),
        at=fact.at,
    )


def sent_shows_a_proposal(fact: Fact) -> None:
    """A proposal that can be signed is on the table."""
    version = cast("ProposalVersion", fact.subject)
    proposal = version.proposal
    show_evidence(
        deal=proposal.deal,
        kind=Evidence.PROPOSAL_ON_TABLE,
        source=reference(proposal),
        words=f"Proposal {proposal.number} was sent as version {version.number}.",
        by=system(proposal.provider_id, on_behalf_of=fact.by),
        at=fact.at,
    )


def gone_hides_the_proposal(fact: Fact) -> None:
    """A proposal that can no longer be signed is not on the table."""
    proposal = cast("Proposal", fact.subject)
    hide_evidence(
        deal=proposal.deal,
        kind=Evidence.PROPOSAL_ON_TABLE,
        source=reference(proposal),
        reason=f"Proposal {proposal.number} is {proposal.get_state_display().lower()}.",
        by=system(proposal.provider_id, on_behalf_of=fact.by),
        at=fact.at,
    )


def estimated_shows_delivery_agrees(fact: Fact) -> None:
    """Once every deliverable has an estimate of delivery's, the deal is estimated."""
    proposal = cast("Proposal", fact.subject)
    rows = ProposalDeliverable.objects.filter(proposal=proposal)
    if all(newest_estimate(one) is not None for one in rows):
        show_evidence(
            deal=proposal.deal,
            kind=Evidence.DELIVERY_ESTIMATED,
            source=reference(proposal),
            words=f"Every deliverable of proposal {proposal.number} is estimated by delivery.",
            by=system(proposal.provider_id, on_behalf_of=fact.by),
            at=fact.at,
        )


def a_yes_to_effort_needs_hours(fact: Fact) -> None:
    """Refuse a bare yes to “what does it take?”: the hours are the answer, and give the yes.

    Refuses with: estimate_missing.
    """
    review = cast("Review", fact.subject)
    if review.kind != ESTIMATE or review.state != ReviewState.APPROVED:
        return
    work = ProposalDeliverable.objects.filter(pk=review.subject_id).first()
    if work is None or newest_estimate(work) is not None:
        return
    remedy = "Open “Estimate” and enter the least, the likely and the most; that approves it."
    raise Refused(
        "estimate_missing",
        f"A yes alone does not say what “{work.title}” takes.",
        what="Not answered.",
        remedy=remedy,
        reasons=(
            Reason("estimate_missing", "No hours were given.", remedy, "", review.subject_url),
        ),
    )


def _agreement(fact: Fact) -> Agreement:
    signature = cast("Signature", fact.subject)
    found: Agreement = Agreement.objects.select_related("company", "deal").get(signature=signature)
    return found
