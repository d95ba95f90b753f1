"""Which proposals somebody may see, and the read model of one's page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.asking import Comparables, comparables_for
from upheld.agreements.may import May
from upheld.agreements.models import Proposal, ProposalQuestion, ProposalVersion, Signature
from upheld.agreements.queries.parts import Parts, parts_of
from upheld.agreements.queries.scrutiny import expiry_of, review_of_term, scrutiny_of
from upheld.agreements.queries.words import DiffPiece, word_pieces
from upheld.agreements.rules.obstacles import send_obstacles
from upheld.agreements.rules.pricing import LineKind
from upheld.agreements.rules.proposals import ProposalState
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.measures.rules.verdict import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.agreements.models import (
        Estimate,
        ProposalClaim,
        ProposalDeliverable,
        ProposalLine,
        ProposalTerm,
    )
    from upheld.agreements.rules.pricing import PricedLine, ProposalPrice
    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason
    from upheld.reviews.models import Review

TONES = {
    ProposalState.DRAFT: "neutral",
    ProposalState.SENT: "info",
    ProposalState.OPENED: "info",
    ProposalState.SIGNED: "good",
    ProposalState.DECLINED: "bad",
    ProposalState.WITHDRAWN: "neutral",
    ProposalState.EXPIRED: "warn",
    ProposalState.REPLACED: "neutral",
}
OUTCOMES = {
    Outcome.BORNE_OUT: ("Borne out", "good"),
    Outcome.NOT_BORNE_OUT: ("Not borne out", "bad"),
    Outcome.NOT_ENOUGH_EVIDENCE: ("Not enough evidence", "warn"),
}
EVIDENCE_KINDS = (
    ("file", "A file"),
    ("photo", "A photograph"),
    ("log", "A log"),
    ("link", "A link"),
    ("text", "A written statement"),
)
SILENCE_TITLES = (
    ("means_nothing", "Nothing: only an answer counts"),
    ("means_yes", "Yes: it counts as accepted"),
    ("means_no", "No: it counts as rejected"),
)


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line with its money; amounts of a monthly line are for one month."""

    line: ProposalLine
    kind: str
    quantity: str
    listed: Money
    net: Money
    discount: Rate


@dataclass(frozen=True, slots=True)
class DeliverableShown:
    """One deliverable with its estimate, if one holds for its words."""

    row: ProposalDeliverable
    price: Money
    evidence: str
    estimate: Estimate | None
    outdated: bool


@dataclass(frozen=True, slots=True)
class TermShown:
    """One term: word by word against our standard, and how its review stands."""

    row: ProposalTerm
    pieces: tuple[DiffPiece, ...]
    review: Review | None
    offered: str
    """What the reviewer would agree to instead, while nobody took it."""


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim with what the figures last said of it."""

    row: ProposalClaim
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Everything that a proposal's page shows. `price.margin` is None for whoever may not see."""

    proposal: Proposal
    tone: str
    parts: Parts
    price: ProposalPrice
    sees_margin: bool
    lines: tuple[LineShown, ...]
    deliverables: tuple[DeliverableShown, ...]
    terms: tuple[TermShown, ...]
    claims: tuple[ClaimShown, ...]
    obstacles: tuple[Reason, ...]
    versions: tuple[ProposalVersion, ...]
    questions: tuple[ProposalQuestion, ...]
    signature: Signature | None
    expires_at: datetime | None
    asks_reviews: bool


def visible_proposals(_actor: Actor) -> QuerySet[Proposal]:
    """Give the proposals that an actor may see: all of the provider's, for staff."""
    return Proposal.objects.all()


def proposals_over(at: datetime) -> list[Proposal]:
    """Give what is on the table although its last day is over."""
    on_table = Proposal.objects.filter(
        state__in=[ProposalState.SENT.value, ProposalState.OPENED.value],
        valid_until__lt=at.date(),
    )
    return list(on_table.order_by("pk"))


def comparables_of(deliverable: ProposalDeliverable) -> Comparables:
    """Give finished work that is like a deliverable."""
    return comparables_for(f"{deliverable.title} {deliverable.criterion}", deliverable.function)


def proposal_page(proposal: Proposal, actor: Actor, at: datetime) -> ProposalPage:
    """Read a proposal's page: about fourteen queries, whatever its size."""
    parts = parts_of(proposal)
    sees_margin = actor.may(May.SEE_MARGIN)
    price = parts.price()
    versions = ProposalVersion.objects.filter(proposal=proposal).select_related("sent_by")
    questions = ProposalQuestion.objects.filter(proposal=proposal)
    signed = Signature.objects.filter(version_signed__proposal=proposal).select_related("contact")
    obstacles = _obstacles(parts, at) if proposal.is_draft else ()
    return ProposalPage(
        proposal=proposal,
        tone=TONES[ProposalState(proposal.state)],
        parts=parts,
        price=price if sees_margin else replace(price, margin=None),
        sees_margin=sees_margin,
        lines=tuple(map(_line, parts.lines, price.lines)),
        deliverables=tuple(_deliverable(parts, one) for one in parts.deliverables),
        terms=tuple(_term(parts, one) for one in parts.terms),
        claims=tuple(
            ClaimShown(one, *OUTCOMES[Outcome(one.claim.verdict)]) for one in parts.claims
        ),
        obstacles=obstacles,
        versions=tuple(versions.order_by("-number")),
        questions=tuple(
            questions.select_related("asked_by", "answered_by").order_by("-asked_at", "-pk")
        ),
        signature=signed.first() if proposal.state == ProposalState.SIGNED else None,
        expires_at=expiry_of(proposal, parts.provider),
        asks_reviews=any(one.code in _ASKABLE for one in obstacles),
    )


_ASKABLE = {
    "estimate_missing",
    "departure_not_reviewed",
    "departure_changed",
    "approval_withdrawn",
    "consent_missing",
    "capacity_short",
}
"""Obstacles that one click turns into questions to colleagues."""

_FIX_AT = {
    "nothing_offered": "price",
    "criterion_missing": "deliverables",
    "evidence_kind_missing": "deliverables",
    "estimate_missing": "deliverables",
    "due_missing": "deliverables",
    "due_before_start": "deliverables",
    "due_in_past": "deliverables",
    "vague_wording": "wording",
    "claim_not_borne_out": "claims",
    "claim_without_evidence": "claims",
    "consent_missing": "price",
    "parts_above_price": "deliverables",
    "capacity_not_asked": "capacity",
    "capacity_short": "capacity",
}


def _obstacles(parts: Parts, at: datetime) -> tuple[Reason, ...]:
    found = send_obstacles(scrutiny_of(parts, at, measured=False), at=at)
    return tuple(replace(one, url=_fix_url(one.code, parts.proposal)) for one in found)


def _fix_url(code: str, proposal: Proposal) -> str:
    if code.startswith(("signer_", "expiry_")):
        return reverse("proposal-edit", args=[proposal.number])
    if code == "gap_undisclosed":
        return reverse("deal", args=[proposal.deal.number])
    if code == "vague_wording":
        return reverse("proposal-wording", args=[proposal.number])
    place = "terms" if code.startswith(("departure", "alternative", "approval")) else _FIX_AT[code]
    return f"#{place}"


def _line(line: ProposalLine, priced: PricedLine) -> LineShown:
    from upheld.agreements.documents.paper import quantity_words

    said = {"kind": line.kind, "quantity": line.quantity}
    return LineShown(
        line=line,
        kind={"one_off": "Once", "monthly": "Monthly", "hours": "By the hour"}[LineKind(line.kind)],
        quantity=quantity_words(said),
        listed=priced.listed,
        net=priced.net,
        discount=Rate(line.discount_ppm),
    )


def _deliverable(parts: Parts, one: ProposalDeliverable) -> DeliverableShown:
    estimate = parts.estimate_of(one)
    return DeliverableShown(
        row=one,
        price=Money(one.price_minor, parts.proposal.currency),
        evidence=dict(EVIDENCE_KINDS).get(one.evidence_kind, one.evidence_kind),
        estimate=estimate,
        outdated=estimate is None and one.pk in parts.estimates,
    )


def _term(parts: Parts, term: ProposalTerm) -> TermShown:
    review = review_of_term(parts, term) if term.departs else None
    standard = term.standard.text if term.standard else ""
    offered = ""
    if review is not None and review.state == "alternative_offered":
        offered = str(review.alternative.get("words", ""))
    return TermShown(term, word_pieces(standard, term.text), review, offered)
