"""Keeping what measures come to, month by month; housekeeping, for nothing is decided by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.period import last_months, today
from upheld.measures.catalogue import Ask, figure_of, is_trailing, measure_called
from upheld.measures.models import MeasurePoint
from upheld.measures.rules.spans import USUAL, Span, month_span, span_named, trailing_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.measures.rules.figure import Figure

HISTORY_MONTHS = 24


def measure_again(key: str, at: datetime, months: int = HISTORY_MONTHS) -> int:
    """Compute a measure for the last months and the last 90 days, and keep what came out.

    Needs an open provider. Returns how many months that were over came out differently than
    before. Refuses with: not_found.
    """
    zone = Provider.objects.values_list("zone", flat=True).get(pk=current_scope().provider_id)
    make = trailing_span if is_trailing(measure_called(key)) else month_span
    spans = [make(today(period.start, zone), zone) for period in last_months(months, at, zone)]
    lately = span_named(USUAL, at, zone)
    if lately is not None:
        spans.append(lately)
    known = {point.covers: point for point in MeasurePoint.objects.filter(key=key)}
    return sum(_keep(key, span, known.get(span.key), at, zone) for span in spans)


def measure_everything_again(keys: Sequence[str], at: datetime) -> None:
    """Do the same for many measures: when a story was told, or rows were imported."""
    for key in keys:
        measure_again(key, at)


def _keep(key: str, span: Span, known: MeasurePoint | None, at: datetime, zone: str) -> bool:
    fields = _fields(figure_of(key, Ask(span.period, at)))
    starts_on = today(span.period.end, zone) - timedelta(days=1)
    starts_on = starts_on.replace(day=1) if span.key != USUAL else starts_on
    with bookkeeping():
        if known is None:
            # Somebody may have asked for it while the nightly measuring was at it.
            known, made = MeasurePoint.objects.get_or_create(
                key=key,
                covers=span.key,
                defaults={"starts_on": starts_on, "measured_at": at, **fields},
            )
            if made:
                return False
        was_over = known.measured_at >= span.period.end and span.key != USUAL
        revised = was_over and known.value != fields["value"]
        if revised:
            fields |= {"revised_at": at, "value_before": known.value}
        known.change(measured_at=at, starts_on=starts_on, **fields)
    return revised


def _fields(figure: Figure) -> dict[str, Any]:
    sure = figure.interval
    return {
        "n": figure.n,
        "least": figure.least,
        "method": figure.method.value,
        "value": figure.value,
        "low": sure.low if sure else None,
        "high": sure.high if sure else None,
        "lack": figure.lack.value if figure.lack else "",
    }
