"""Putting parts into a draft and taking them out: lines, deliverables, terms, claims, wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.agreements.forms.proposals import (
    KINDS,
    ClaimForm,
    DeliverableForm,
    PartForm,
    TermForm,
    WordingForm,
    line_form,
    price_form,
)
from upheld.agreements.forms.quantities import read_quantity
from upheld.agreements.may import May
from upheld.agreements.models import ProposalClaim, Service
from upheld.agreements.operations.asking import apply_alternative
from upheld.agreements.operations.drafting import (
    carry_claim,
    put_deliverable,
    put_line,
    take_out,
    word_term,
)
from upheld.agreements.operations.wording import explain_wording
from upheld.agreements.queries.finding import (
    deliverable_of,
    line_of,
    proposal_of,
    service_of,
    term_of,
)
from upheld.agreements.queries.proposals import EVIDENCE_KINDS
from upheld.agreements.queries.vagueness import wording_findings
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.market.queries.claims import visible_claims
from upheld.people.rules.functions import FUNCTIONS, function_said

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from upheld.agreements.models import Proposal, ProposalDeliverable, ProposalLine, ProposalTerm
    from upheld.foundation.doors.request import Request


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def line(request: Request, number: int, pk: int = 0) -> HttpResponse:
    """Put a line into a draft, or change one."""
    proposal = proposal_of(request, number)
    row = line_of(proposal, pk) if pk else None
    if request.method == "POST":
        values = _line_values(request, proposal, row)
        put_line(proposal=proposal, line=row, by=request.actor, at=request.at, **values)
        return go(request, "proposal", number=number, notice="The line is saved.")
    services = Service.objects.filter(retired_at=None, currency=proposal.currency)
    return show(
        request,
        "agreements/line_form.html",
        proposal=proposal,
        line=row,
        services=tuple(services.order_by("title")),
        kinds=KINDS,
    )


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def deliverable(request: Request, number: int, pk: int = 0) -> HttpResponse:
    """Put a deliverable into a draft, or change one."""
    proposal = proposal_of(request, number)
    row: ProposalDeliverable | None = deliverable_of(proposal, pk) if pk else None
    if request.method == "POST":
        values = DeliverableForm.read(request)
        price = price_form(proposal.currency).read(request)["price"]
        put_deliverable(
            proposal=proposal, deliverable=row, price=price,
            by=request.actor, at=request.at, **values,
        )  # fmt: skip
        return go(request, "proposal", number=number, notice="The deliverable is saved.")
    return show(
        request,
        "agreements/deliverable_form.html",
        proposal=proposal,
        row=row,
        evidence_kinds=EVIDENCE_KINDS,
        functions=FUNCTIONS,
    )


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def term(request: Request, number: int, pk: int = 0) -> HttpResponse:
    """Word a term: a departure from our standard, or a clause of the customer's own."""
    proposal = proposal_of(request, number)
    row: ProposalTerm | None = term_of(proposal, pk) if pk else None
    if request.method == "POST":
        values = TermForm.read(request)
        word_term(proposal=proposal, term=row, by=request.actor, at=request.at, **values)
        return go(request, "proposal", number=number, notice="The term is saved.")
    return show(
        request, "agreements/term_form.html", proposal=proposal, row=row, functions=FUNCTIONS,
        said_function=function_said,
    )  # fmt: skip


@screen(May.WRITE_PROPOSALS, methods=["POST"])
def alternative(request: Request, number: int, pk: int) -> HttpResponse:
    """Take the wording that the reviewer offered."""
    row = term_of(proposal_of(request, number), pk)
    apply_alternative(term=row, by=request.actor, at=request.at)
    return go(request, "proposal", number=number, notice="The offered wording is taken.")


@screen(May.WRITE_PROPOSALS, methods=["POST"])
def claim(request: Request, number: int) -> HttpResponse:
    """Let a draft carry a claim."""
    proposal = proposal_of(request, number)
    wanted = find(visible_claims(request.actor), number=ClaimForm.read(request)["claim"])
    carry_claim(proposal=proposal, claim=wanted, by=request.actor, at=request.at)
    return go(request, "proposal", number=number, notice="The proposal carries the claim.")


@screen(May.WRITE_PROPOSALS, methods=["POST"])
def removal(request: Request, number: int) -> HttpResponse:
    """Take a part out of a draft."""
    proposal = proposal_of(request, number)
    values = PartForm.read(request)
    part = _part(proposal, values["part"], values["id"])
    take_out(proposal=proposal, part=part, by=request.actor, at=request.at)
    return go(request, "proposal", number=number, notice=f"“{part}” is taken out.")


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def wording(request: Request, number: int) -> HttpResponse:
    """Look at wording that can be read two ways, and say why some of it may stand."""
    proposal = proposal_of(request, number)
    if request.method == "POST":
        values = WordingForm.read(request)
        explain_wording(proposal=proposal, by=request.actor, at=request.at, **values)
        return go(request, "proposal-wording", number=number, notice="It may stand.")
    return show(
        request,
        "agreements/wording.html",
        proposal=proposal,
        findings=wording_findings(proposal),
    )


def _part(
    proposal: Proposal, kind: str, pk: int
) -> ProposalLine | ProposalDeliverable | ProposalTerm | ProposalClaim:
    if kind == "line":
        return line_of(proposal, pk)
    if kind == "deliverable":
        return deliverable_of(proposal, pk)
    if kind == "term":
        return term_of(proposal, pk)
    rows: QuerySet[ProposalClaim] = ProposalClaim.objects.filter(proposal=proposal)
    return find(rows.select_related("claim"), pk=pk)


def _line_values(request: Request, proposal: Proposal, row: ProposalLine | None) -> dict[str, Any]:
    values = line_form(proposal.currency).read(request)
    service = service_of(values.pop("service"))
    if service is None and row is not None and not values["kind"]:
        service = row.service
    kind = service.unit if service else values["kind"]
    values["quantity"] = read_quantity(values["quantity"], kind)
    values["kind"] = LineKind(kind) if kind else None
    if not request.actor.may(May.SEE_MARGIN):
        values["cost"] = None
    return {**values, "service": service}
