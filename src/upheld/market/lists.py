"""The list of claims."""

from __future__ import annotations

from django.urls import reverse

from upheld.foundation.lists import ByChoice, ByPerson, ByText, Kind, ListColumn, ListOf, Pill
from upheld.foundation.refusals import Refused
from upheld.market.models import Claim, ClaimState
from upheld.market.models.claim import OUTCOMES
from upheld.market.queries.claims import TITLES, TONES
from upheld.measures.catalogue import measure_called
from upheld.measures.rules.verdict import Outcome

STATE_TONES = {
    ClaimState.IN_USE: "info",
    ClaimState.DRAFT: "neutral",
    ClaimState.RETIRED: "neutral",
}


def measure_title(claim: Claim) -> str:
    """Give the title of a claim's measure; its key where the catalogue lacks it."""
    try:
        return measure_called(claim.measure_key).title
    except Refused:
        return claim.measure_key


CLAIMS: ListOf[Claim] = ListOf(
    key="claims",
    title="Market",
    noun="claim",
    route="claims",
    url=lambda claim: reverse("claim", args=[claim.number]),
    order="number",
    opens_with="state=draft&state=in_use",
    about="Sentences that marketing and sales may say, each held against what is measured.",
    example="“Critical tickets answered within 15 minutes, 95 % of the time.”",
    columns=(
        ListColumn("number", "No.", lambda c: c.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn("sentence", "Sentence", lambda c: c.sentence, link=True, hint=measure_title),
        ListColumn(
            "verdict",
            "Verdict",
            lambda c: Pill(TITLES[Outcome(c.verdict)], TONES[Outcome(c.verdict)]),
            Kind.STATUS,
            hint=lambda c: f"n = {c.figure['n']:,}" if c.figure else "",
        ),
        ListColumn(
            "state",
            "State",
            lambda c: Pill(ClaimState(c.state).label, STATE_TONES[ClaimState(c.state)]),
            Kind.STATUS,
        ),
        ListColumn("why", "Why", lambda c: c.verdict_why, wide_only=True, shown=False),
        ListColumn("window", "Window in days", lambda c: c.window_days, Kind.NUMBER, shown=False),
        ListColumn("judged", "Judged", lambda c: c.judged_at, Kind.AGO, sort="judged_at"),
        ListColumn("owner", "Owner", lambda c: c.owner.name if c.owner else "", Kind.PERSON),
    ),
    filters=(
        ByText("sentence"),
        ByChoice("state", "State", "state", choices=ClaimState.choices),
        ByChoice("verdict", "Verdict", "verdict", choices=OUTCOMES),
        ByPerson("owner", "Owner", "owner_id"),
    ),
)
