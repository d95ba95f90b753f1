"""A proposal goes to its customer, comes back, or is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Proposal, ProposalVersion
from upheld.agreements.operations.drafts import require_step
from upheld.agreements.queries.content import content_of, estimates_of, frozen
from upheld.agreements.queries.scrutiny import expiry_of, obstacles_of
from upheld.agreements.rules.proposals import ProposalState, ProposalStep
from upheld.customers.operations.contacts import invite_contact
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record, reference
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Membership, Person
from upheld.selling.operations.evidence import hide_evidence, show_evidence
from upheld.selling.rules.stages import Evidence

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.WRITE_PROPOSALS)
def send_proposal(
    *, proposal: Proposal, by: Actor, at: datetime, seen: int | None = None
) -> ProposalVersion:
    """Put a proposal before its customer as a version that never changes.

    Afterwards the version with its hash exists, the proposal is sent, and the fact tells whoever
    mails it and makes its proof page. Refuses with: not_ready (every obstacle at once, by the
    codes of rules/obstacles.py), proposal_<state>, changed_meanwhile.
    """
    proposal = lock(proposal, seen)
    require_step(proposal, ProposalStep.SEND, "Not sent.")
    _require_ready(proposal, at)
    content, digest = frozen(content_of(proposal))
    expires_at = _expiry(proposal)
    version = ProposalVersion(
        proposal=proposal,
        company_id=proposal.company_id,
        number=proposal.sent_version + 1,
        content=content,
        sha256=digest,
        estimates=estimates_of(proposal),
        sent_at=at,
        sent_by=Person.objects.get(pk=by.person_id),
        signer=proposal.signer,
        expires_at=expires_at,
    )
    version.save()
    proposal.change(state=ProposalState.SENT.value, sent_version=version.number)
    record(
        Event.PROPOSAL_SENT, version, about=[proposal, proposal.deal, proposal.company],
        sha256=digest, number=version.number,
    )  # fmt: skip
    _let_signer_in(proposal, by, at)
    show_evidence(
        deal=proposal.deal,
        kind=Evidence.PROPOSAL_ON_TABLE,
        source=reference(proposal),
        words=f"Version {version.number} of proposal {proposal.number} can be signed.",
        by=system(by.provider_id, on_behalf_of=by),
        at=at,
    )
    return version


@operation(May.WRITE_PROPOSALS)
def revise_proposal(
    *, proposal: Proposal, by: Actor, at: datetime, seen: int | None = None
) -> Proposal:
    """Take a sent proposal back to the desk; what was on the table can no longer be signed.

    Refuses with: proposal_<state>, changed_meanwhile.
    """
    proposal = lock(proposal, seen)
    if proposal.state == ProposalState.DRAFT:
        return unchanged(proposal)
    require_step(proposal, ProposalStep.REPLACE, "Not revised.")
    proposal.change(state=ProposalState.DRAFT.value)
    record(Event.PROPOSAL_REVISED, proposal, about=[proposal.deal], version=proposal.sent_version)
    off_table(proposal, "It is being revised.", by, at)
    return proposal


@operation(May.WRITE_PROPOSALS)
def withdraw_proposal(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """Take a proposal back for good, saying why. Refuses with: proposal_<state>, invalid_input."""
    if not reason.strip():
        raise invalid(reason="Say why it is withdrawn.")
    proposal = lock(proposal)
    require_step(proposal, ProposalStep.WITHDRAW, "Not withdrawn.")
    proposal.change(state=ProposalState.WITHDRAWN.value)
    record(Event.PROPOSAL_WITHDRAWN, proposal, about=[proposal.deal], reason=reason)
    off_table(proposal, "It was withdrawn.", by, at)
    return proposal


@operation(None)
def expire_proposal(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """Note that the last day for signing is over. Harmless if it is not, or it was answered."""
    proposal = lock(proposal)
    expires_at = expiry_of(proposal, Provider.objects.get(pk=proposal.provider_id))
    on_table = proposal.state in {ProposalState.SENT, ProposalState.OPENED}
    if not on_table or expires_at is None or at < expires_at:
        return unchanged(proposal)
    proposal.change(state=ProposalState.EXPIRED.value)
    record(Event.PROPOSAL_EXPIRED, proposal, about=[proposal.deal])
    off_table(proposal, "Its last day for signing is over.", by, at)
    return proposal


def _require_ready(proposal: Proposal, at: datetime) -> None:
    obstacles = obstacles_of(proposal, at)
    if obstacles:
        raise Refused(
            "not_ready",
            f"{len(obstacles)} point{'s are' if len(obstacles) > 1 else ' is'} still open.",
            what="Not sent.",
            remedy="Clear each of them; whoever is named can.",
            reasons=obstacles,
        )


def _expiry(proposal: Proposal) -> datetime:
    expires_at = expiry_of(proposal, Provider.objects.get(pk=proposal.provider_id))
    if expires_at is None:  # an obstacle that was looked for before
        raise invalid(valid_until="Enter the last day on which it may be signed.")
    return expires_at


def off_table(proposal: Proposal, because: str, by: Actor, at: datetime) -> None:
    """Let the deal know that nothing of this proposal can be signed at the moment."""
    hide_evidence(
        deal=proposal.deal,
        kind=Evidence.PROPOSAL_ON_TABLE,
        source=reference(proposal),
        reason=because,
        by=system(by.provider_id, on_behalf_of=by),
        at=at,
    )


def _let_signer_in(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Let the signer into the portal, unless they can come in already."""
    signer = proposal.signer
    if signer is None:
        return
    places = Membership.objects.filter(
        provider_id=by.provider_id, customer_id=signer.company_id, contact_id=signer.pk, active=True
    )
    if not places.exists():
        invite_contact(contact=signer, by=system(by.provider_id, on_behalf_of=by), at=at)
