"""What market does by itself: judging every claim anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.market.models import Claim, ClaimState
from upheld.market.operations.judging import judge_claim

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("market.judge_claims", Every(minutes=60), "Judge every claim anew"),)


@job("market.judge_claims", title="Judge every claim anew")
def judge_claims(*, by: Actor, at: datetime) -> str:
    """Measure and judge each claim that is not retired, one transaction for each."""
    claims = list(Claim.objects.exclude(state=ClaimState.RETIRED).order_by("number"))
    before = [claim.verdict for claim in claims]
    after = [judge_claim(claim=claim, by=by, at=at).verdict for claim in claims]
    moved = sum(one != other for one, other in zip(before, after, strict=True))
    return f"{len(claims)} judged, {moved} with another verdict"
