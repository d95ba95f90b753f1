"""Capacity on the pages of other packages' records."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import reverse

from upheld.dispatch.may import May
from upheld.foundation.panels import Panel

if TYPE_CHECKING:
    from upheld.agreements.models import Proposal
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned


def weeks_of_proposal(row: Owned, request: Request) -> Panel | None:
    """Show on a proposal that is not signed what it would do to the weeks ahead: no query.

    The weeks take a dozen tables, so they come after the page.
    """
    proposal = cast("Proposal", row)
    still_open = proposal.is_draft or proposal.is_on_table
    if not still_open or not request.actor.may(May.SEE_CAPACITY):
        return None
    url = reverse("capacity-of-proposal", args=[proposal.number])
    return Panel("weeks", "What it would do to our weeks", "dispatch/proposed_panel.html", url=url)
