"""What agreements do by themselves: noting that the last day for signing is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.operations.sending import expire_proposal
from upheld.agreements.queries.proposals import proposals_over
from upheld.foundation.jobs import Every, Periodic, job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("agreements.expire", Every(minutes=30), "Note which offers have run out"),)


@job("agreements.expire", title="Note which offers have run out")
def expire(*, by: Actor, at: datetime) -> str:
    """Let proposals expire whose last day is over; signing is refused from that moment anyway."""
    over = proposals_over(at)
    for proposal in over:
        expire_proposal(proposal=proposal, by=by, at=at)
    return f"{len(over)} expired"
