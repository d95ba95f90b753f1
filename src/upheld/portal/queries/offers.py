"""What a buyer sees of proposals: what was sent to their company, and nothing before that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.agreements.models import (
    Agreement,
    Proposal,
    ProposalQuestion,
    ProposalVersion,
)
from upheld.agreements.queries.offers import OfferPage, offer_page
from upheld.agreements.queries.signers import who_may_sign
from upheld.agreements.rules.proposals import ProposalState
from upheld.agreements.rules.signing_words import off_the_table, signers_remedy
from upheld.foundation.operation import find
from upheld.foundation.refusals import Reason

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request

TITLES = {
    ProposalState.DRAFT: ("Being revised", "warn"),
    ProposalState.SENT: ("Waits for your answer", "info"),
    ProposalState.OPENED: ("Waits for your answer", "info"),
    ProposalState.SIGNED: ("Signed", "good"),
    ProposalState.DECLINED: ("Declined", "neutral"),
    ProposalState.WITHDRAWN: ("Withdrawn", "neutral"),
    ProposalState.EXPIRED: ("Run out", "warn"),
    ProposalState.REPLACED: ("Replaced", "neutral"),
}


@dataclass(frozen=True, slots=True)
class OfferStanding:
    """One proposal in the buyer's list."""

    number: int
    title: str
    standing: str
    tone: str
    valid_until: date | None
    waits: bool


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """A proposal as the buyer reads it. `obstacle` says why it cannot be answered now."""

    proposal: Proposal
    offer: OfferPage
    standing: str
    tone: str
    obstacle: Reason | None
    is_signer: bool
    may_sign: bool
    """Whether the named signer may sign for their company."""
    able: tuple[str, ...]
    """Who may, by name."""
    questions: tuple[ProposalQuestion, ...]
    agreement: Agreement | None

    @property
    def can_sign(self) -> bool:
        """Tell whether this reader can sign what they see."""
        return self.is_signer and self.may_sign and self.obstacle is None

    @property
    def who_signs(self) -> Reason | None:
        """Say before anybody tries that the named signer cannot sign, and who can."""
        if self.may_sign or self.obstacle is not None:
            return None
        who = "You are" if self.is_signer else f"{self.offer.signer} is"
        may = f"may not sign for {self.offer.customer}"
        return Reason("may_not_sign", f"{who} named to sign, but {may}.", signers_remedy(self.able))


def visible_offers(_actor: Actor) -> QuerySet[Proposal]:
    """Give what was sent to the open customer; drafts that were never sent do not exist here."""
    return Proposal.objects.filter(sent_version__gt=0)


def proposal_of(request: Request, number: int) -> Proposal:
    """Find what was sent to the reader's company; `not_found` for anything else."""
    return find(visible_offers(request.actor), number=number)


def newest_version(proposal: Proposal) -> ProposalVersion:
    """Give the version that is on the table, or was last."""
    rows: QuerySet[ProposalVersion] = ProposalVersion.objects.filter(proposal=proposal)
    return find(rows.select_related("signer", "sent_by", "proposal"), number=proposal.sent_version)


def offers_of(actor: Actor) -> tuple[OfferStanding, ...]:
    """List what was sent, what waits for an answer first: one query."""
    found = []
    for one in visible_offers(actor).order_by("-number")[:100]:
        state = ProposalState(one.state)
        standing, tone = TITLES[state]
        waits = state in {ProposalState.SENT, ProposalState.OPENED}
        found.append(OfferStanding(one.number, one.title, standing, tone, one.valid_until, waits))
    return tuple(sorted(found, key=lambda one: not one.waits))


def offer_seen(proposal: Proposal, actor: Actor, at: datetime) -> OfferSeen:
    """Read a proposal for its buyer: three queries beside the proposal."""
    version = newest_version(proposal)
    offer = offer_page(version, at)
    state = ProposalState(proposal.state)
    obstacle = off_the_table(state)
    if obstacle is None and offer.is_over:
        obstacle = off_the_table(ProposalState.EXPIRED)
    is_over = obstacle is not None and obstacle.code == "proposal_expired"
    standing, tone = TITLES[ProposalState.EXPIRED if is_over else state]
    questions = ProposalQuestion.objects.filter(proposal=proposal)
    agreements = Agreement.objects.filter(signature__version_signed__proposal=proposal)
    return OfferSeen(
        proposal=proposal,
        offer=offer,
        standing=standing,
        tone=tone,
        obstacle=obstacle,
        is_signer=actor.contact_id == version.signer_id,
        may_sign=version.signer.may_sign,
        able=() if version.signer.may_sign else who_may_sign(version.company_id),
        questions=tuple(
            questions.select_related("asked_by", "answered_by").order_by("asked_at", "pk")
        ),
        agreement=agreements.first() if state is ProposalState.SIGNED else None,
    )
