"""The rows that a request names: found among what its reader may see, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.models import ProposalDeliverable, ProposalLine, ProposalTerm, Service
from upheld.agreements.queries.proposals import visible_proposals
from upheld.customers.models import Contact
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.agreements.models import Proposal
    from upheld.foundation.doors.request import Request


def proposal_of(request: Request, number: int) -> Proposal:
    """Find a proposal with its deal, company and signer; `not_found` for a stranger's."""
    rows = visible_proposals(request.actor)
    return find(
        rows.select_related("deal", "deal__owner", "company", "signer", "written_by"),
        number=number,
    )


def line_of(proposal: Proposal, pk: int) -> ProposalLine:
    """Find one of a proposal's lines."""
    rows: QuerySet[ProposalLine] = ProposalLine.objects.filter(proposal=proposal)
    return find(rows.select_related("service", "proposal"), pk=pk)


def deliverable_of(proposal: Proposal, pk: int) -> ProposalDeliverable:
    """Find one of a proposal's deliverables."""
    rows: QuerySet[ProposalDeliverable] = ProposalDeliverable.objects.filter(proposal=proposal)
    return find(rows.select_related("proposal", "proposal__deal"), pk=pk)


def term_of(proposal: Proposal, pk: int) -> ProposalTerm:
    """Find one of a proposal's terms."""
    rows: QuerySet[ProposalTerm] = ProposalTerm.objects.filter(proposal=proposal)
    return find(rows.select_related("standard", "clause", "proposal"), pk=pk)


def service_of(pk: int | None) -> Service | None:
    """Find a service that is still offered, or none for none."""
    return find(Service.objects.filter(retired_at=None), pk=pk) if pk else None


def signer_of(proposal_company: int, pk: int | None) -> Contact | None:
    """Find somebody of the customer's, or nobody for none."""
    return find(Contact.objects.filter(company=proposal_company), pk=pk) if pk else None
