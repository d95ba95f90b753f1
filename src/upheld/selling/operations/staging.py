"""Keeping a deal's stored stage equal to what the evidence shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.selling.events import Event
from upheld.selling.queries.evidence import evidence_now
from upheld.selling.rules.stage_words import STAGE_TITLES
from upheld.selling.rules.stages import furthest_stage

if TYPE_CHECKING:
    from upheld.selling.models import Deal


def restage(deal: Deal) -> Deal:
    """Move a locked deal to the furthest stage whose conditions hold now, and record the move.

    Called by every operation that touches what a stage is made of; nothing else sets a stage.
    """
    before = deal.stage
    stage = str(furthest_stage(frozenset(evidence_now(deal))))
    if stage == before:
        return deal
    deal.change(stage=stage)
    record(
        Event.STAGE_REACHED, deal, about=[deal.company], before=before, stage=stage,
        private={"title": STAGE_TITLES[stage].lower()},
    )  # fmt: skip
    return deal


def require_open(deal: Deal, what: str) -> None:
    """Refuse with `deal_closed` once a deal is won or lost."""
    if not deal.is_open:
        raise Refused(
            "deal_closed",
            f"Deal {deal.number} is {deal.outcome}.",
            what=what,
            remedy="Open it again, or open a new deal." if deal.outcome == "lost" else "",
        )
