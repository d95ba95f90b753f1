"""Everything about a proposal that is asked before it may be sent, gathered from the rows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from upheld.agreements.models import Estimate, ProposalDeliverable
from upheld.agreements.queries.parts import (
    CAPACITY,
    PRICE,
    TERM,
    Parts,
    deliverable_hash,
    parts_of,
)
from upheld.agreements.queries.signers import who_may_sign
from upheld.agreements.rules import pricing
from upheld.agreements.rules.consents import Consent, ConsentGiven, DiscountPolicy, consents_needed
from upheld.agreements.rules.departures import text_hash
from upheld.agreements.rules.obstacles import send_obstacles
from upheld.agreements.rules.proposals import ProposalState
from upheld.agreements.rules.scrutiny import (
    ClaimCarried,
    DeliverableDraft,
    ProposalScrutiny,
    ReviewStands,
    SignerNamed,
    TermDraft,
)
from upheld.foundation.values.money import Money
from upheld.market.models import ClaimOverride
from upheld.market.queries.verdicts import verdict_now
from upheld.measures.rules.verdict import Outcome
from upheld.people.rules.policies import (
    DISCOUNT_LINE,
    DISCOUNT_OWNER,
    DISCOUNT_WHOLE,
    LOWEST_MARGIN,
)
from upheld.reviews.rules.answers import ReviewState
from upheld.selling.queries.evidence import undisclosed

if TYPE_CHECKING:
    from upheld.agreements.models import Proposal, ProposalTerm
    from upheld.foundation.models import Provider
    from upheld.foundation.refusals import Reason
    from upheld.reviews.models import Review

_STANDS = {
    ReviewState.ASKED: ReviewStands.WAITING,
    ReviewState.APPROVED: ReviewStands.APPROVED,
    ReviewState.ALTERNATIVE_TAKEN: ReviewStands.APPROVED,
    ReviewState.DECLINED: ReviewStands.DECLINED,
    ReviewState.ALTERNATIVE_OFFERED: ReviewStands.ALTERNATIVE_OFFERED,
    ReviewState.WITHDRAWN: ReviewStands.WITHDRAWN,
}


def discount_policy(provider: Provider) -> DiscountPolicy:
    """Give what a seller may grant alone at this provider."""
    return DiscountPolicy(
        whole_without_asking=DISCOUNT_WHOLE.rate(provider.settings),
        line_without_asking=DISCOUNT_LINE.rate(provider.settings),
        owner_above=DISCOUNT_OWNER.rate(provider.settings),
        lowest_margin=LOWEST_MARGIN.rate(provider.settings),
    )


def newest_estimate(deliverable: ProposalDeliverable) -> Estimate | None:
    """Give the newest estimate, if it was given on the words as they are now."""
    rows = Estimate.objects.filter(deliverable=deliverable).select_related("estimator")
    found: Estimate | None = rows.order_by("-at", "-pk").first()
    return found if found and found.text_hash == deliverable_hash(deliverable) else None


def scrutiny_of(parts: Parts, at: datetime, *, measured: bool = True) -> ProposalScrutiny:
    """Gather all that stands or falls with sending this proposal at this moment.

    `measured=False` takes each claim's newest stored verdict instead of measuring it now, which
    is for pages; sending measures.
    """
    proposal, provider = parts.proposal, parts.provider
    priced, price = parts.as_priced(), parts.price()
    fits = None
    if proposal.capacity_seconds_short is not None:
        current = proposal.capacity_hash == parts.capacity_hash()
        fits = proposal.capacity_seconds_short == 0 if current else None
    return ProposalScrutiny(
        state=ProposalState(proposal.state),
        today=at.astimezone(provider.tzinfo).date(),
        expires_at=expiry_of(proposal, provider),
        line_titles=tuple(line.title for line in parts.lines),
        deliverables=tuple(_deliverables(parts)),
        terms=tuple(_terms(parts)),
        claims=tuple(_claims(parts, at, measured=measured)),
        undisclosed_gaps=tuple(gap.need for gap in undisclosed(proposal.deal)),
        consents_needed=consents_needed(price, discount_policy(provider)),
        consents_given=tuple(_consents(parts)),
        price_hash=pricing.price_hash(priced),
        capacity_fits=fits,
        capacity_approved=_capacity_approved(parts),
        signers=tuple(_signers(proposal)),
        parts_above_price=_parts_above(parts, price),
        explained_hashes=parts.explained,
    )


def obstacles_of(proposal: Proposal, at: datetime) -> tuple[Reason, ...]:
    """Name everything that stands between this proposal and its customer, at once."""
    return send_obstacles(scrutiny_of(parts_of(proposal), at), at=at)


def expiry_of(proposal: Proposal, provider: Provider) -> datetime | None:
    """Give the moment at which the last day for signing is over, in the provider's zone."""
    if proposal.valid_until is None:
        return None
    day_after = proposal.valid_until + timedelta(days=1)
    return datetime.combine(day_after, time(), tzinfo=ZoneInfo(provider.zone))


def review_stands(newest: Review | None) -> ReviewStands:
    """Say how the newest review of something stands; nothing was asked without one."""
    return _STANDS[ReviewState(newest.state)] if newest else ReviewStands.NOT_ASKED


def review_of_term(parts: Parts, term: ProposalTerm) -> Review | None:
    """Give the review that answers for a term's words as they are now, or else the newest one."""
    reviews = parts.reviews_of(term, TERM)
    for review in reviews:
        if review.state != ReviewState.WITHDRAWN and _reviewed_hash(review) == term.text_hash:
            return review
    return reviews[0] if reviews else None


def _deliverables(parts: Parts) -> list[DeliverableDraft]:
    drafts = []
    for one in parts.deliverables:
        estimate = parts.estimate_of(one)
        drafts.append(
            DeliverableDraft(
                title=one.title,
                criterion=one.criterion,
                evidence_kind=one.evidence_kind,
                estimate_seconds=estimate.likely_seconds if estimate else None,
                starts_on=one.starts_on,
                due_on=one.due_on,
                estimator=one.function or "service",
            )
        )
    return drafts


def _parts_above(parts: Parts, price: pricing.ProposalPrice) -> str:
    currency = parts.proposal.currency
    whole = Money(sum(one.price_minor for one in parts.deliverables), currency)
    above = whole - price.one_off - price.hours
    return above.written() if above > Money.zero(currency) else ""


def _terms(parts: Parts) -> list[TermDraft]:
    drafts = []
    for term in parts.terms:
        newest = review_of_term(parts, term) if term.departs else None
        drafts.append(
            TermDraft(
                title=term.title,
                text=term.text,
                standard_text=term.standard.text if term.standard else None,
                review=review_stands(newest) if term.departs else ReviewStands.APPROVED,
                reviewed_hash=_reviewed_hash(newest),
                owner=term.function,
            )
        )
    return drafts


def _reviewed_hash(review: Review | None) -> str:
    """Give the hash of the text that was said yes to: the reviewer's own, if that was taken."""
    if review is None:
        return ""
    if review.state == ReviewState.ALTERNATIVE_TAKEN:
        return text_hash(str(review.alternative.get("words", "")))
    return review.content_hash


def _claims(parts: Parts, at: datetime, *, measured: bool) -> list[ClaimCarried]:
    rows = ClaimOverride.objects.filter(
        claim__in=[one.claim_id for one in parts.claims],
        proposal_ref=f"proposal:{parts.proposal.number}",
    )
    overrides = {one.claim_id: one.reason for one in rows} if parts.claims else {}
    return [
        ClaimCarried(
            one.claim.sentence,
            verdict_now(one.claim, at).outcome if measured else Outcome(one.claim.verdict),
            overrides.get(one.claim_id, ""),
        )
        for one in parts.claims
    ]


def _consents(parts: Parts) -> list[ConsentGiven]:
    given = []
    for consent in Consent:
        for review in parts.reviews_of(parts.proposal, f"{PRICE}.{consent.value}"):
            if review.state == ReviewState.APPROVED:
                given.append(ConsentGiven(consent, review.content_hash))
            elif review.state == ReviewState.WITHDRAWN and review.answered_at is not None:
                given.append(ConsentGiven(consent, review.content_hash, withdrawn=True))
    return given


def _capacity_approved(parts: Parts) -> bool:
    wanted = parts.capacity_hash()
    reviews = parts.reviews_of(parts.proposal, CAPACITY)
    return any(one.content_hash == wanted and one.is_yes for one in reviews)


def _signers(proposal: Proposal) -> list[SignerNamed]:
    signer = proposal.signer
    if signer is None:
        return []
    belongs = signer.company_id == proposal.company_id and signer.active
    others = () if signer.may_sign else who_may_sign(proposal.company_id)
    return [SignerNamed(signer.name, belongs, bool(signer.email), signer.may_sign, others)]
