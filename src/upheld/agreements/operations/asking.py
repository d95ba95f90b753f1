"""Asking those who must perform it: one action asks every review that a proposal still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.may import May
from upheld.agreements.models import ProposalDeliverable, ProposalTerm
from upheld.agreements.operations.drafting import word_term
from upheld.agreements.operations.drafts import lock_draft
from upheld.agreements.queries.parts import (
    CAPACITY,
    ESTIMATE,
    PRICE,
    TERM,
    deliverable_hash,
    parts_of,
)
from upheld.agreements.queries.scrutiny import newest_estimate, scrutiny_of
from upheld.agreements.rules.consents import Consent, consents_missing
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.refusals import Refused
from upheld.people.rules.functions import function_said
from upheld.reviews.operations.answering import take_alternative
from upheld.reviews.operations.asking import ask_review
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.foundation.actor import Actor
    from upheld.reviews.models import Review

CONSENT_FUNCTION = {
    Consent.DEAL_DESK: "deal_desk",
    Consent.FINANCE: "finance",
    Consent.OWNER: "owner",
}


@operation(May.WRITE_PROPOSALS)
def ask_what_is_needed(*, proposal: Proposal, by: Actor, at: datetime) -> list[Review]:
    """Ask every review that is still needed: departures, estimates, price and capacity.

    What was asked or approved for exactly this text and price is not asked again. Refuses with:
    proposal_<state>, nobody_may_answer.
    """
    proposal = lock_draft(proposal)
    asked = [
        *_ask_terms(proposal, by, at),
        *_ask_estimates(proposal, by, at),
        *_ask_price(proposal, by, at),
        *_ask_capacity(proposal, by, at),
    ]
    return unchanged(asked)


@operation(May.WRITE_PROPOSALS)
def apply_alternative(*, term: ProposalTerm, by: Actor, at: datetime) -> ProposalTerm:
    """Put the wording that the reviewer offered into a draft's term; it counts as approved.

    Refuses with: proposal_<state>, no_alternative.
    """
    proposal = lock_draft(term.proposal)
    review = reviews_of(term, TERM).filter(state=ReviewState.ALTERNATIVE_OFFERED.value).first()
    words = str(review.alternative.get("words", "")) if review else ""
    if review is None or not words.strip():
        raise Refused(
            "no_alternative",
            "No other wording is on offer for this term.",
            what="Not taken.",
            remedy="Look at how its review stands now.",
        )
    take_alternative(review=review, by=by, at=at)
    return unchanged(word_term(proposal=proposal, term=term, text=words, by=by, at=at))


def _who_delivers(one: ProposalDeliverable) -> str:
    return function_said(one.function).capitalize() if one.function else "Delivery"


def _url(proposal: Proposal) -> str:
    return reverse("proposal", args=[proposal.number])


def _ask_terms(proposal: Proposal, by: Actor, at: datetime) -> list[Review]:
    departing = ProposalTerm.objects.filter(proposal=proposal, departs=True)
    return [
        ask_review(
            kind=TERM,
            subject=term,
            subject_title=f"{term.title} – {proposal.title}",
            subject_url=_url(proposal),
            question=f"May we agree to this? “{term.text[:350]}”",
            why=f"It departs from our standard, and {function_said(term.function)} must keep it.",
            content_hash=term.text_hash,
            function=term.function,
            beneficiary=proposal.deal.owner,
            company=proposal.company,
            by=by,
            at=at,
        )
        for term in departing.order_by("position", "pk")
    ]


def _ask_estimates(proposal: Proposal, by: Actor, at: datetime) -> list[Review]:
    rows = ProposalDeliverable.objects.filter(proposal=proposal).order_by("position", "pk")
    return [
        ask_review(
            kind=ESTIMATE,
            subject=one,
            subject_title=f"{one.title} – {proposal.title}",
            subject_url=reverse("proposal-estimate", args=[proposal.number, one.pk]),
            question=f"What does “{one.title}” take? It is accepted when: {one.criterion[:300]}",
            why=f"{_who_delivers(one)} delivers it, and the effort is agreed beforehand.",
            content_hash=deliverable_hash(one),
            function=one.function or "projects",
            beneficiary=proposal.deal.owner,
            company=proposal.company,
            by=by,
            at=at,
        )
        for one in rows
        if newest_estimate(one) is None
    ]


def _ask_price(proposal: Proposal, by: Actor, at: datetime) -> list[Review]:
    found = scrutiny_of(parts_of(proposal), at, measured=False)
    missing = consents_missing(found.consents_needed, found.consents_given, found.price_hash)
    return [
        ask_review(
            kind=f"{PRICE}.{one.consent.value}",
            subject=proposal,
            subject_title=f"Price of {proposal.title}",
            subject_url=_url(proposal),
            question="May we offer this at this price?",
            why=one.why,
            content_hash=found.price_hash,
            function=CONSENT_FUNCTION[one.consent],
            beneficiary=proposal.deal.owner,
            company=proposal.company,
            by=by,
            at=at,
        )
        for one in missing
    ]


def _ask_capacity(proposal: Proposal, by: Actor, at: datetime) -> list[Review]:
    short = proposal.capacity_seconds_short
    if not short or proposal.capacity_hash != parts_of(proposal).capacity_hash():
        return []
    return [
        ask_review(
            kind=CAPACITY,
            subject=proposal,
            subject_title=f"Dates of {proposal.title}",
            subject_url=_url(proposal),
            question="May we promise these dates although hours are short?",
            why=f"{short // 3600} hours are missing before the promised dates.",
            content_hash=proposal.capacity_hash,
            function="service_desk",
            beneficiary=proposal.deal.owner,
            company=proposal.company,
            by=by,
            at=at,
        )
    ]
