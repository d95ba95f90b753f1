"""What other pages show of proposals and agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.may import May
from upheld.agreements.models import Agreement, Proposal
from upheld.agreements.queries.proposals import TONES
from upheld.foundation.panels import Panel
from upheld.selling.models import Deal

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned

MOST_SHOWN = 8


def proposals_of_deal(deal: Owned, request: Request) -> Panel | None:
    """Show on a deal's page its proposals, and where a new one begins: one query."""
    if not isinstance(deal, Deal) or not request.actor.may(May.SEE_PROPOSALS):
        return None
    writes = deal.is_open and request.actor.may(May.WRITE_PROPOSALS)
    values = {
        "proposals": tuple(Proposal.objects.filter(deal=deal).order_by("-number")[:MOST_SHOWN]),
        "tones": {state.value: tone for state, tone in TONES.items()},
        "new_url": reverse("proposal-new", args=[deal.number]) if writes else "",
    }
    return Panel("proposals", "Proposals", "agreements/panel.html", values)


def agreements_of_customer(company: Owned, request: Request) -> Panel | None:
    """Show on a customer's page what is agreed with them: one query."""
    if not request.actor.may(May.SEE_AGREEMENTS):
        return None
    rows = Agreement.objects.filter(company=company.pk).order_by("-number")[:MOST_SHOWN]
    agreements = tuple(rows)
    if not agreements:
        return None
    url = f"{reverse('agreements')}?company={company.pk}"
    return Panel(
        "agreements", "Agreements", "agreements/agreements_panel.html",
        {"agreements": agreements}, url,
    )  # fmt: skip
