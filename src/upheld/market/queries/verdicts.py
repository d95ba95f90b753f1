"""What the figures say of a claim at a moment, asked of the catalogue of measures by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import last_days
from upheld.market.models import ClaimOverride
from upheld.market.rules.judging import ClaimTerms, Judgement, judged, unmeasured
from upheld.measures.catalogue import Ask, figure_of, measure_called
from upheld.measures.rules.verdict import Direction

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.values.period import Period
    from upheld.market.models import Claim


def verdict_now(claim: Claim, at: datetime) -> Judgement:
    """Measure a claim over its window up to `at` and judge it; writes nothing.

    A claim whose measure is gone, or can no longer be narrowed as it asks, has no evidence.
    """
    provider = Provider.objects.get(pk=current_scope().provider_id)
    period = window_of(claim, at, provider.zone)
    try:
        measure = measure_called(claim.measure_key)
        figure = figure_of(claim.measure_key, Ask(period=period, at=at, only=claim.only))
    except Refused:
        return unmeasured(claim.measure_key)
    terms = ClaimTerms(claim.threshold, Direction(claim.direction), measure.unit, provider.currency)
    return judged(terms, figure, period)


def window_of(claim: Claim, at: datetime, zone: str) -> Period:
    """Give the days that a claim speaks of: the last `window_days`, today counted in."""
    return last_days(claim.window_days, at, zone)


def override_for(claim: Claim, proposal_ref: str) -> ClaimOverride | None:
    """Give the owner's leave for one proposal to carry a claim all the same, if there is one."""
    found: ClaimOverride | None = ClaimOverride.objects.filter(
        claim=claim, proposal_ref=proposal_ref
    ).first()
    return found
