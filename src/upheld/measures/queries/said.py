"""A figure in words and drawings: the same on every page that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.ui.filters import hours, rounded
from upheld.foundation.ui.shapes import Chart, Series, Stat
from upheld.foundation.values.currencies import PLACES
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import WHOLE
from upheld.measures.catalogue import Better
from upheld.measures.rules.figure import Lack
from upheld.measures.rules.units import Unit, said_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.measures.catalogue import Measure
    from upheld.measures.models import MeasurePoint
    from upheld.measures.rules.figure import Figure

_FORMS = {Unit.SHARE: "percent", Unit.EFFORT: "hours", Unit.MONEY: "money"}
_PER_POINT = WHOLE // 100
_HOUR = 3_600
_TEN_HOURS = 10 * _HOUR
_A_THOUSAND = 1_000


def stat_of(
    measure: Measure,
    figure: Figure,
    currency: str,
    *,
    url: str = "",
    label: str = "",
    before: Figure | None = None,
    spark: Sequence[int | None] = (),
    note: str = "",
) -> Stat:
    """Say a figure with its sample, its interval and how it moved."""
    label = label or measure.title
    if figure.value is None:
        return Stat(
            label, n=figure.n, unit_of_n=measure.unit_of_n, needed=figure.least, url=url,
            note="" if figure.lack is Lack.TOO_FEW else figure.words(),
        )  # fmt: skip
    sure = figure.interval
    change, tone = _moved(measure, figure, before, currency)
    return Stat(
        label,
        value=_said(measure.unit, figure.value, currency=currency),
        n=figure.n,
        unit_of_n=measure.unit_of_n,
        low=_said(measure.unit, sure.low, currency=currency) if sure else "",
        high=_said(measure.unit, sure.high, currency=currency)
        if sure and sure.high is not None
        else "",
        change=change,
        change_tone=tone,
        url=url,
        spark=spark,
        note=note,
    )


def _moved(
    measure: Measure, figure: Figure, before: Figure | None, currency: str
) -> tuple[str, str]:
    """Say how a figure moved against the period before, and whether that is good."""
    if before is None or before.value is None or figure.value is None:
        return "", "neutral"
    by = figure.value - before.value
    if by == 0:
        return "unchanged", "neutral"
    if measure.unit is Unit.SHARE:
        said = f"{by / _PER_POINT:+.1f} points"
    else:
        said = ("+" if by > 0 else "-") + _said(measure.unit, abs(by), currency=currency)
    if measure.better is Better.NEITHER:
        return said, "neutral"
    return said, "good" if (by > 0) == (measure.better is Better.HIGHER) else "bad"


def history_chart(measure: Measure, points: Sequence[MeasurePoint], currency: str) -> Chart:
    """Draw a measure month by month with its interval; a month without enough rows is a gap.

    It begins with the first month that has a value.
    """
    known = [at for at, point in enumerate(points) if point.value is not None]
    points = points[known[0] :] if known else points
    values = [_drawn(measure.unit, point.value) for point in points]
    series = [Series(measure.title, values)]
    if any(point.low is not None for point in points):
        lows = [_drawn(measure.unit, point.low) for point in points]
        highs = [_drawn(measure.unit, point.high) for point in points]
        series += [
            Series("At least, 95 %", lows, tone="neutral"),
            Series("At most, 95 %", highs, tone="neutral"),
        ]
    return Chart(
        "line",
        [f"{point.starts_on:%b %Y}" for point in points],
        series,
        form=_FORMS.get(measure.unit, "number"),
        currency=currency if measure.unit is Unit.MONEY else "",
    )


def _said(unit: Unit, value: int, *, currency: str) -> str:
    """Say a value as `said_in` does, but no finer than it helps: the rows have it exactly.

    Effort is said to the minute, from ten hours on to the hour; money from a thousand on without
    its cents.
    """
    if unit is Unit.EFFORT:
        return hours(round(value / _HOUR) * _HOUR if abs(value) >= _TEN_HOURS else value)
    amount = Money(value, currency) if unit is Unit.MONEY else None
    if amount is not None and abs(value) >= _A_THOUSAND * 10 ** PLACES[currency]:
        return rounded(amount)
    return said_in(unit, value, currency=currency)


def _drawn(unit: Unit, value: int | None) -> float | int | None:
    return value / WHOLE if unit is Unit.RATIO and value is not None else value
