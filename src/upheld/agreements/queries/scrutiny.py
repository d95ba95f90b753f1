"""Everything about a proposal that is asked before it may be sent, gathered from the rows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from upheld.agreements.models import (
    Estimate,
    Proposal,
    ProposalClaim,
    ProposalDeliverable,
    ProposalLine,
    ProposalTerm,
    WordingExplained,
)
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
from upheld.foundation.models import Provider
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.market.queries.verdicts import override_for, verdict_now
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState
from upheld.selling.queries.evidence import undisclosed

if TYPE_CHECKING:
    from upheld.foundation.refusals import Reason
    from upheld.foundation.tenancy.owned import Owned
    from upheld.reviews.models import Review

TERM, ESTIMATE, CAPACITY, PRICE = "term", "estimate", "capacity", "price"
"""The kinds of review that a proposal asks for; a price's has its consent behind a dot."""

_STANDS = {
    ReviewState.ASKED: ReviewStands.WAITING,
    ReviewState.APPROVED: ReviewStands.APPROVED,
    ReviewState.ALTERNATIVE_TAKEN: ReviewStands.APPROVED,
    ReviewState.DECLINED: ReviewStands.DECLINED,
    ReviewState.ALTERNATIVE_OFFERED: ReviewStands.ALTERNATIVE_OFFERED,
    ReviewState.WITHDRAWN: ReviewStands.WITHDRAWN,
}
_DEFAULTS = {
    "whole_without_asking_ppm": 50_000,
    "line_without_asking_ppm": 100_000,
    "owner_above_ppm": 250_000,
    "lowest_margin_ppm": 250_000,
}


def discount_policy(provider: Provider) -> DiscountPolicy:
    """Give what a seller may grant alone at this provider; settings under `discounts`."""
    chosen = {**_DEFAULTS, **provider.settings.get("discounts", {})}
    return DiscountPolicy(
        whole_without_asking=Rate(chosen["whole_without_asking_ppm"]),
        line_without_asking=Rate(chosen["line_without_asking_ppm"]),
        owner_above=Rate(chosen["owner_above_ppm"]),
        lowest_margin=Rate(chosen["lowest_margin_ppm"]),
    )


def lines_of(proposal: Proposal) -> list[ProposalLine]:
    """Give a proposal's lines in order."""
    return list(ProposalLine.objects.filter(proposal=proposal).order_by("position", "pk"))


def as_priced(line: ProposalLine, proposal: Proposal) -> pricing.ProposalLine:
    """Turn a stored line into what the price is worked out from."""
    kind = pricing.LineKind(line.kind)
    cost = None if line.cost_minor is None else Money(line.cost_minor, proposal.currency)
    return pricing.ProposalLine(
        kind=kind,
        title=line.title,
        list_price=Money(line.list_minor, proposal.currency),
        quantity=line.quantity,
        discount=Rate(line.discount_ppm),
        months=proposal.months if kind is pricing.LineKind.MONTHLY else 0,
        unit_cost=cost,
    )


def price_of(proposal: Proposal) -> pricing.ProposalPrice:
    """Work out a proposal's price from its lines."""
    lines = [as_priced(line, proposal) for line in lines_of(proposal)]
    return pricing.price_proposal(lines, proposal.currency)


def deliverable_hash(deliverable: ProposalDeliverable) -> str:
    """Hash the words that an estimate answers for."""
    return text_hash(f"{deliverable.title}\n{deliverable.criterion}\n{deliverable.evidence_kind}")


def capacity_hash(proposal: Proposal) -> str:
    """Hash what an answer about capacity answers for: each deliverable's effort and days."""
    parts = []
    for one in ProposalDeliverable.objects.filter(proposal=proposal).order_by("pk"):
        estimate = newest_estimate(one)
        effort = estimate.likely_seconds if estimate else 0
        parts.append(f"{one.pk} {effort} {one.starts_on} {one.due_on}")
    return text_hash("\n".join(parts))


def newest_estimate(deliverable: ProposalDeliverable) -> Estimate | None:
    """Give the newest estimate that was given on the words as they are now."""
    rows = Estimate.objects.filter(deliverable=deliverable, text_hash=deliverable_hash(deliverable))
    found: Estimate | None = rows.select_related("estimator").order_by("-at", "-pk").first()
    return found


def review_stands(subject: Owned, kind: str) -> tuple[ReviewStands, Review | None]:
    """Say how the newest review of a kind stands for a subject."""
    newest = reviews_of(subject, kind).first()
    if newest is None:
        return ReviewStands.NOT_ASKED, None
    return _STANDS[ReviewState(newest.state)], newest


def scrutiny_of(proposal: Proposal, at: datetime) -> ProposalScrutiny:
    """Gather all that stands or falls with sending this proposal at this moment."""
    provider = Provider.objects.get(pk=proposal.provider_id)
    lines = lines_of(proposal)
    priced = [as_priced(line, proposal) for line in lines]
    price = pricing.price_proposal(priced, proposal.currency)
    fits = None
    if proposal.capacity_seconds_short is not None:
        current = proposal.capacity_hash == capacity_hash(proposal)
        fits = proposal.capacity_seconds_short == 0 if current else None
    return ProposalScrutiny(
        state=ProposalState(proposal.state),
        today=at.astimezone(provider.tzinfo).date(),
        expires_at=expiry_of(proposal, provider),
        line_titles=tuple(line.title for line in lines),
        deliverables=tuple(_deliverables(proposal)),
        terms=tuple(_terms(proposal)),
        claims=tuple(_claims(proposal, at)),
        undisclosed_gaps=tuple(gap.need for gap in undisclosed(proposal.deal)),
        consents_needed=consents_needed(price, discount_policy(provider)),
        consents_given=tuple(_consents(proposal)),
        price_hash=pricing.price_hash(priced),
        capacity_fits=fits,
        capacity_approved=_capacity_approved(proposal),
        signers=tuple(_signers(proposal)),
        parts_above_price=_parts_above(price, proposal),
        explained_hashes=frozenset(
            WordingExplained.objects.filter(proposal=proposal).values_list("text_hash", flat=True)
        ),
    )


def obstacles_of(proposal: Proposal, at: datetime) -> tuple[Reason, ...]:
    """Name everything that stands between this proposal and its customer, at once."""
    return send_obstacles(scrutiny_of(proposal, at), at=at)


def expiry_of(proposal: Proposal, provider: Provider) -> datetime | None:
    """Give the moment at which the last day for signing is over, in the provider's zone."""
    if proposal.valid_until is None:
        return None
    day_after = proposal.valid_until + timedelta(days=1)
    return datetime.combine(day_after, time(), tzinfo=ZoneInfo(provider.zone))


def _deliverables(proposal: Proposal) -> list[DeliverableDraft]:
    drafts = []
    for one in ProposalDeliverable.objects.filter(proposal=proposal).order_by("position", "pk"):
        estimate = newest_estimate(one)
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


def _parts_above(price: pricing.ProposalPrice, proposal: Proposal) -> str:
    rows = ProposalDeliverable.objects.filter(proposal=proposal)
    parts = Money(sum(rows.values_list("price_minor", flat=True)), proposal.currency)
    above = parts - price.one_off - price.hours
    return above.written() if above > Money.zero(proposal.currency) else ""


def _terms(proposal: Proposal) -> list[TermDraft]:
    rows = ProposalTerm.objects.filter(proposal=proposal).select_related("standard")
    drafts = []
    for term in rows.order_by("position", "pk"):
        stands, review = (
            review_stands(term, TERM) if term.departs else (ReviewStands.APPROVED, None)
        )
        drafts.append(
            TermDraft(
                title=term.title,
                text=term.text,
                standard_text=term.standard.text if term.standard else None,
                review=stands,
                reviewed_hash=_reviewed_hash(review),
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


def _claims(proposal: Proposal, at: datetime) -> list[ClaimCarried]:
    carried = ProposalClaim.objects.filter(proposal=proposal).select_related("claim")
    found = []
    for one in carried.order_by("pk"):
        override = override_for(one.claim, f"proposal:{proposal.number}")
        stands = verdict_now(one.claim, at).verdict.outcome
        found.append(ClaimCarried(one.claim.sentence, stands, override.reason if override else ""))
    return found


def _consents(proposal: Proposal) -> list[ConsentGiven]:
    given = []
    for consent in Consent:
        for review in reviews_of(proposal, f"{PRICE}.{consent.value}"):
            if review.state in {ReviewState.APPROVED, ReviewState.ALTERNATIVE_TAKEN}:
                given.append(ConsentGiven(consent, review.content_hash))
            elif review.state == ReviewState.WITHDRAWN and review.answered_at is not None:
                given.append(ConsentGiven(consent, review.content_hash, withdrawn=True))
    return given


def _capacity_approved(proposal: Proposal) -> bool:
    wanted = capacity_hash(proposal)
    rows = reviews_of(proposal, CAPACITY).filter(content_hash=wanted)
    return any(review.state == ReviewState.APPROVED for review in rows)


def _signers(proposal: Proposal) -> list[SignerNamed]:
    signer = proposal.signer
    if signer is None:
        return []
    belongs = signer.company_id == proposal.company_id and signer.active
    return [SignerNamed(signer.name, belongs, bool(signer.email))]
