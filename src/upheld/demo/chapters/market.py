"""What the company says of itself, and whether it is borne out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.demo.plots import Plot, working
from upheld.market.models import Claim
from upheld.market.operations.claims import ClaimDraft, take_up_claim, write_claim
from upheld.market.operations.judging import judge_claim

if TYPE_CHECKING:
    from upheld.demo.teller import Teller

CLAIMS = (
    ("Nine in ten of our promises are kept", "say_do_ratio", 900_000, 180),
    ("Critical and urgent calls are answered in time, 95 % of the time",
     "first_response_attainment", 950_000, 90),
    ("What we begin is there on the agreed day, four times in five", "on_time_deliverables",
     800_000, 365),
    ("Three in four requests are solved within the agreed time", "resolution_attainment",
     750_000, 90),
)  # fmt: skip
"""Sentence, measure, threshold in parts per million, window in days."""


def claims_plot(teller: Teller) -> Plot:
    """Write the claims after four months, take up what holds, and judge all of them monthly."""
    day = teller.begin + timedelta(days=120)
    at = yield from working(teller, day, 10)
    for sentence, measure, threshold, window in CLAIMS:
        claim = write_claim(
            draft=ClaimDraft(
                sentence=sentence, measure_key=measure, threshold=threshold, window_days=window
            ),
            by=teller.by("priya"),
            at=at,
        )
        codes = frozenset({"claim_not_borne_out", "claim_without_evidence"})
        take_up_claim(claim=claim, by=teller.by("priya"), at=at, setting_aside=codes)
    while True:
        day += timedelta(days=30)
        at = yield from working(teller, day, 7)
        for claim in Claim.objects.filter(state="in_use"):
            judge_claim(claim=claim, by=teller.system, at=at)
