"""The parts of a draft for programs: lines, deliverables, estimates, terms, claims, answers."""

from __future__ import annotations

from upheld.agreements.api.schemas import (
    DeliverableIn,
    EstimateIn,
    Id,
    LineIn,
    Number,
    ProposalDeliverableOut,
    ProposalLineOut,
    QuestionAnswerIn,
    TermIn,
    TermOut,
)
from upheld.agreements.mails import base_of, mail_answer
from upheld.agreements.may import May
from upheld.agreements.models import (
    ProposalDeliverable,
    ProposalLine,
    ProposalQuestion,
    ProposalTerm,
    Service,
)
from upheld.agreements.operations.asking import apply_alternative
from upheld.agreements.operations.drafting import (
    carry_claim,
    put_deliverable,
    put_line,
    word_term,
)
from upheld.agreements.operations.estimating import estimate_deliverable
from upheld.agreements.operations.questions import answer_question
from upheld.agreements.queries.finding import deliverable_of, proposal_of, term_of
from upheld.agreements.queries.parts import Parts, parts_of
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.market.queries.claims import visible_claims


def _line(row: ProposalLine) -> ProposalLineOut:
    return ProposalLineOut(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        quantity=row.quantity,
        list_minor=row.list_minor,
        discount_ppm=row.discount_ppm,
    )


def _deliverable(parts: Parts, row: ProposalDeliverable) -> ProposalDeliverableOut:
    estimate = parts.estimate_of(row)
    return ProposalDeliverableOut(
        id=row.pk,
        title=row.title,
        criterion=row.criterion,
        evidence_kind=row.evidence_kind,
        starts_on=row.starts_on,
        due_on=row.due_on,
        function=row.function,
        price_minor=row.price_minor,
        estimate_seconds=estimate.likely_seconds if estimate else None,
    )


def _term(row: ProposalTerm) -> TermOut:
    return TermOut(
        id=row.pk, title=row.title, text=row.text, departs=row.departs, function=row.function
    )


@endpoint(May.SEE_PROPOSALS, "GET", "proposals/{number}/lines")
def lines(request: Request, number: Number) -> list[ProposalLineOut]:
    """List a proposal's lines."""
    return [_line(one) for one in parts_of(proposal_of(request, number)).lines]


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/lines", status=201)
def add_line(request: Request, number: Number, body: LineIn) -> ProposalLineOut:
    """Put a line into a draft; a service brings its title, price and how it is charged."""
    proposal = proposal_of(request, number)
    offered = Service.objects.filter(retired_at=None)
    price = None if body.list_minor is None else Money(body.list_minor, proposal.currency)
    row = put_line(
        proposal=proposal,
        service=find(offered, key=body.service) if body.service else None,
        kind=body.kind,
        title=body.title,
        quantity=body.quantity,
        list_price=price,
        discount=Rate(body.discount_ppm),
        by=request.actor,
        at=request.at,
    )
    return _line(row)


@endpoint(May.SEE_PROPOSALS, "GET", "proposals/{number}/deliverables")
def deliverables(request: Request, number: Number) -> list[ProposalDeliverableOut]:
    """List a proposal's deliverables."""
    parts = parts_of(proposal_of(request, number))
    return [_deliverable(parts, one) for one in parts.deliverables]


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/deliverables", status=201)
def add_deliverable(
    request: Request, number: Number, body: DeliverableIn
) -> ProposalDeliverableOut:
    """Put a deliverable into a draft."""
    proposal = proposal_of(request, number)
    row = put_deliverable(
        proposal=proposal,
        price=Money(body.price_minor, proposal.currency),
        by=request.actor,
        at=request.at,
        **body.model_dump(exclude={"price_minor"}),
    )
    return _deliverable(parts_of(proposal), row)


@endpoint(
    May.ESTIMATE, "POST", "proposals/{number}/deliverables/{deliverable}/estimates", status=201
)
def estimate(
    request: Request, number: Number, deliverable: Id, body: EstimateIn
) -> ProposalDeliverableOut:
    """Say what a deliverable takes; holds for the words that it has now."""
    proposal = proposal_of(request, number)
    row = deliverable_of(proposal, deliverable)
    estimate_deliverable(deliverable=row, by=request.actor, at=request.at, **body.model_dump())
    return _deliverable(parts_of(proposal), row)


@endpoint(May.SEE_PROPOSALS, "GET", "proposals/{number}/terms")
def terms(request: Request, number: Number) -> list[TermOut]:
    """List a proposal's terms."""
    return [_term(one) for one in parts_of(proposal_of(request, number)).terms]


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/terms", status=201)
def add_term(request: Request, number: Number, body: TermIn) -> TermOut:
    """Add a clause of the customer's own."""
    proposal = proposal_of(request, number)
    return _term(word_term(proposal=proposal, by=request.actor, at=request.at, **body.model_dump()))


@endpoint(May.WRITE_PROPOSALS, "PATCH", "proposals/{number}/terms/{term}")
def reword_term(request: Request, number: Number, term: Id, body: TermIn) -> TermOut:
    """Word a term; whether it departs from our standard is found by comparing words."""
    proposal = proposal_of(request, number)
    row = term_of(proposal, term)
    return _term(
        word_term(proposal=proposal, term=row, text=body.text, by=request.actor, at=request.at)
    )


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/terms/{term}/alternative")
def take_alternative(request: Request, number: Number, term: Id) -> TermOut:
    """Take the wording that the reviewer offered."""
    row = term_of(proposal_of(request, number), term)
    return _term(apply_alternative(term=row, by=request.actor, at=request.at))


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/claims/{claim}", status=204)
def carry(request: Request, number: Number, claim: Number) -> None:
    """Let a draft carry a claim."""
    proposal = proposal_of(request, number)
    wanted = find(visible_claims(request.actor), number=claim)
    carry_claim(proposal=proposal, claim=wanted, by=request.actor, at=request.at)


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/questions/{question}/answer", status=204)
def answer(request: Request, number: Number, question: Id, body: QuestionAnswerIn) -> None:
    """Answer a question of the buyer's."""
    proposal = proposal_of(request, number)
    rows = ProposalQuestion.objects.filter(proposal=proposal)
    found = find(rows.select_related("asked_by", "proposal", "proposal__deal"), pk=question)
    answered = answer_question(question=found, answer=body.answer, by=request.actor, at=request.at)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    mail_answer(answered, provider.name, base_of(request))
