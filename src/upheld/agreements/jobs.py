"""What agreements do by themselves: noting that the last day is over, removing stray files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.models import Signature
from upheld.agreements.operations.sending import expire_proposal
from upheld.agreements.operations.signing import FOLDER
from upheld.agreements.queries.proposals import proposals_over
from upheld.foundation.files import sweep
from upheld.foundation.jobs import Daily, Every, Periodic, job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("agreements.expire", Every(minutes=30), "Note which offers have run out"),
    Periodic("agreements.sweep_files", Daily(hour=4), "Remove documents of signatures that failed"),
)


@job("agreements.expire", title="Note which offers have run out")
def expire(*, by: Actor, at: datetime) -> str:
    """Let proposals expire whose last day is over; signing is refused from that moment anyway."""
    over = proposals_over(at)
    for proposal in over:
        expire_proposal(proposal=proposal, by=by, at=at)
    return f"{len(over)} expired"


@job("agreements.sweep_files", title="Remove documents of signatures that failed")
def sweep_files(*, by: Actor, at: datetime) -> str:
    """Remove documents that no signature names: a killed process leaves its file behind."""
    named = set(Signature.objects.values_list("file", flat=True))
    return f"{sweep(FOLDER, by.provider_id, named, at)} files removed"
