"""Claims as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.scope import current_scope
from upheld.market.models import Claim, ClaimOverride, ClaimVerdict
from upheld.market.rules.judging import figure_from
from upheld.market.rules.thresholds import said_threshold
from upheld.measures.catalogue import measure_called, measures_for
from upheld.measures.rules.units import Unit, said_in
from upheld.measures.rules.verdict import Direction, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.measures.catalogue import Measure
    from upheld.measures.rules.figure import Figure

TONES = {
    Outcome.BORNE_OUT: "good",
    Outcome.NOT_BORNE_OUT: "bad",
    Outcome.NOT_ENOUGH_EVIDENCE: "warn",
}
TITLES = {
    Outcome.BORNE_OUT: "Borne out",
    Outcome.NOT_BORNE_OUT: "Not borne out",
    Outcome.NOT_ENOUGH_EVIDENCE: "Not enough evidence",
}
MOST_VERDICTS = 60


def visible_claims(_actor: Actor) -> QuerySet[Claim]:
    """Give the claims that an actor may see: all of the provider's."""
    return Claim.objects.all()


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """One verdict as people read it."""

    at: datetime | None
    title: str
    tone: str
    why: str
    figure: str
    interval: str
    n: int
    asked: str
    is_clear: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything that a claim's page shows. `figure` is the newest stored one."""

    claim: Claim
    measure: Measure | None
    asked: str
    now: VerdictShown
    rows_url: str
    figure: Figure | None
    start: str
    end: str
    history: tuple[VerdictShown, ...]
    overrides: tuple[ClaimOverride, ...]


def claim_page(claim: Claim) -> ClaimPage:
    """Read a claim's page: three queries."""
    measure = _measure(claim)
    unit = measure.unit if measure else Unit.COUNT
    currency = Provider.objects.only("currency").get(pk=current_scope().provider_id).currency
    history = ClaimVerdict.objects.filter(claim=claim).order_by("-judged_at", "-pk")
    return ClaimPage(
        claim=claim,
        measure=measure,
        asked=said_threshold(claim.threshold, Direction(claim.direction), unit, currency),
        now=verdict_shown(claim, unit, currency),
        rows_url=reverse("measure", args=[claim.measure_key]) + "#rows" if measure else "",
        figure=figure_from(claim.figure),
        start=claim.figure.get("start", ""),
        end=claim.figure.get("end", ""),
        history=tuple(verdict_shown(one, unit, currency) for one in history[:MOST_VERDICTS]),
        overrides=tuple(ClaimOverride.objects.filter(claim=claim).order_by("-given_at")),
    )


def offered_measure(actor: Actor, key: str) -> Measure:
    """Give a measure that a claim may be tied to; refuses with `invalid_input` for any other."""
    for measure in measures_for(actor):
        if measure.key == key:
            return measure
    raise invalid(measure_key="Choose a measure from the catalogue.")


def typed_threshold(claim: Claim) -> str:
    """Give a claim's threshold as it would be typed again."""
    measure = _measure(claim)
    currency = Provider.objects.only("currency").get(pk=current_scope().provider_id).currency
    unit = measure.unit if measure else Unit.COUNT
    return said_in(unit, claim.threshold, currency=currency)


def verdict_shown(row: Claim | ClaimVerdict, unit: Unit, currency: str) -> VerdictShown:
    """Put a stored verdict, of a claim or of its history, into words."""
    outcome = Outcome(row.verdict if isinstance(row, Claim) else row.outcome)
    kept: dict[str, Any] = row.figure

    def say(value: int | None, nothing: str) -> str:
        return nothing if value is None else said_in(unit, value, currency=currency)

    sure = bool(kept.get("interval"))
    return VerdictShown(
        at=row.judged_at,
        title=TITLES[outcome],
        tone=TONES[outcome],
        why=row.verdict_why if isinstance(row, Claim) else row.why,
        figure=say(kept.get("value"), "Not enough yet"),
        interval=(f"{say(kept.get('low'), '')} to {say(kept.get('high'), 'open')}" if sure else ""),
        n=kept.get("n", 0),
        asked=said_threshold(row.threshold, Direction(row.direction), unit, currency),
        is_clear=bool(kept.get("clear")),
    )


def _measure(claim: Claim) -> Measure | None:
    try:
        return measure_called(claim.measure_key)
    except Refused:
        return None
