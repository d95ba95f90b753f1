"""Answers to facts: a sent proposal gets its proof page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.agreements.models import ProposalClaim
from upheld.foundation.actor import system
from upheld.mirror.operations.proof import make_proof_page

if TYPE_CHECKING:
    from upheld.agreements.models import ProposalVersion
    from upheld.foundation.facts import Fact


def prove_what_was_claimed(fact: Fact) -> None:
    """A proposal that carries claims is sent with a page that shows the figures behind them."""
    version = cast("ProposalVersion", fact.subject)
    if ProposalClaim.objects.filter(proposal=version.proposal).exists():
        make_proof_page(
            proposal=version.proposal,
            by=system(version.provider_id, on_behalf_of=fact.by),
            at=fact.at,
        )
