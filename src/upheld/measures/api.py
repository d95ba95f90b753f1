"""The catalogue's endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.models import Provider
from upheld.measures.catalogue import Ask, Measure, measure_for, measures_for
from upheld.measures.may import May
from upheld.measures.queries.pages import Asked, asked_of
from upheld.measures.rules.figure import Figure

Key = Annotated[str, Field(max_length=60)]
Word = Annotated[str, Field(max_length=100)]
Limit = Annotated[int, Field(ge=1, le=200)]
After = Annotated[str, Field(max_length=200)]


class FigureOut(Schema):
    """A figure in the measure's unit, or why there is none (`lack`, in words `why`).

    `low` and `high` are the ends of the 95 % interval; an open upper end is null.
    """

    value: int | None
    n: int
    least: int
    method: str
    low: int | None
    high: int | None
    lack: str
    why: str

    @classmethod
    def of(cls, figure: Figure) -> FigureOut:
        """Show a figure."""
        sure = figure.interval
        return cls(
            value=figure.value,
            n=figure.n,
            least=figure.least,
            method=figure.method.value,
            low=sure.low if sure else None,
            high=sure.high if sure else None,
            lack=figure.lack.value if figure.lack else "",
            why=figure.words(),
        )


class MeasureOut(Schema):
    """A measure as the catalogue declares it."""

    key: str
    title: str
    formula: str
    unit: str
    better: str
    breakdowns: list[str]
    source: str
    notes: list[str]
    unit_of_n: str

    @classmethod
    def of(cls, measure: Measure) -> MeasureOut:
        """Show a measure."""
        return cls(
            key=measure.key,
            title=measure.title,
            formula=measure.formula_in_words,
            unit=measure.unit.value,
            better=measure.better.value,
            breakdowns=list(measure.breakdowns),
            source=measure.source,
            notes=list(measure.tidbits),
            unit_of_n=measure.unit_of_n,
        )


class MeasureLineOut(Schema):
    """One line of a breakdown; `key` is null for what belongs to nobody."""

    key: str | None
    title: str
    figure: FigureOut


class MeasuredOut(Schema):
    """A measure's figure for a period, and its breakdown where one was asked for.

    Money is in minor units of `currency`, shares in parts per million, ratios in millionths,
    effort in seconds.
    """

    measure: MeasureOut
    period: str
    start: datetime
    end: datetime
    currency: str
    figure: FigureOut
    breakdown: list[MeasureLineOut]


class RowOut(Schema):
    """One row behind a figure."""

    title: str
    url: str
    at: datetime | None
    value: int | None
    said: str
    detail: str


class RowsOut(Schema):
    """Some of the rows behind a figure."""

    items: list[RowOut]
    next: str
    """What to send as `after` for the following rows; empty on the last."""


@endpoint(May.SEE_MEASURES, "GET", "measures")
def measures(request: Request) -> list[MeasureOut]:
    """List the measures that you may see."""
    return [MeasureOut.of(measure) for measure in measures_for(request.actor)]


@endpoint(May.SEE_MEASURES, "GET", "measures/{key}")
def measure(request: Request, key: Key, period: Word = "", by: Word = "") -> MeasuredOut:
    """Give a measure's figure.

    `period`: a month (2026-03), a quarter (2026-q1), a season (season-2026-01) or last-90, which
    it is without one. `by`: one of the measure's breakdowns. Each breakdown may also be given as a
    parameter, to narrow to one subject: `?company=5`.
    """
    found = measure_for(request.actor, key)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    asked = _asked(found, request, provider, period=period, by=by)
    span = asked.span
    lines = []
    if found.breakdown is not None and asked.by:
        broken = found.breakdown(Ask(span.period, request.at, asked.by, asked.only))
        lines = [
            MeasureLineOut(
                key=None if one.key is None else str(one.key),
                title=one.title,
                figure=FigureOut.of(figure),
            )
            for one, figure in broken.items()
        ]
    figure = found.figure(Ask(span.period, request.at, None, asked.only))
    return MeasuredOut(
        measure=MeasureOut.of(found),
        period=span.key,
        start=span.period.start,
        end=span.period.end,
        currency=provider.currency,
        figure=FigureOut.of(figure),
        breakdown=lines,
    )


@endpoint(May.SEE_MEASURES, "GET", "measures/{key}/rows")
def rows(
    request: Request, key: Key, period: Word = "", after: After = "", limit: Limit = 50
) -> RowsOut:
    """List the rows behind a figure, as `period` and the narrowing parameters say."""
    found = measure_for(request.actor, key)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    asked = _asked(found, request, provider, period=period, after=after)
    ask = Ask(asked.span.period, request.at, None, asked.only)
    behind = list(found.rows(ask, asked.after, limit + 1))
    more, behind = len(behind) > limit, behind[:limit]
    shown = [RowOut(**{name: getattr(row, name) for name in RowOut.model_fields}) for row in behind]
    return RowsOut(items=shown, next=behind[-1].after if more else "")


def _asked(found: Measure, request: Request, provider: Provider, **given: str) -> Asked:
    narrowing = {key: request.GET.get(key, "") for key in found.breakdowns}
    return asked_of(found, {**narrowing, **given}, request.at, provider)
