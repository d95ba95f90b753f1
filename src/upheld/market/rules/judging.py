"""Holding a claim against its figure, and keeping what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.foundation.values.period import Period
from upheld.measures.rules.figure import Figure, Interval, Lack, Method
from upheld.measures.rules.units import Unit
from upheld.measures.rules.verdict import Direction, Outcome, Verdict, verdict


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """What a claim asks of its measure; the threshold is in whole units of the measure."""

    threshold: int
    direction: Direction
    unit: Unit
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the figure it was made of, over which period. No figure: no such measure."""

    verdict: Verdict
    figure: Figure | None
    period: Period | None

    @property
    def outcome(self) -> Outcome:
        """Give what the figures say."""
        return self.verdict.outcome

    @property
    def bears_out(self) -> bool:
        """Tell whether the sentence may be said."""
        return self.verdict.outcome is Outcome.BORNE_OUT


def judged(terms: ClaimTerms, figure: Figure, period: Period) -> Judgement:
    """Hold a claim's terms against the figure of a period."""
    found = verdict(figure, terms.threshold, terms.direction, terms.unit, currency=terms.currency)
    return Judgement(found, figure, period)


def unmeasured(measure_key: str) -> Judgement:
    """Judge a claim whose measure is not (or no longer) in the catalogue: nothing bears it out."""
    why = f"There is no measure called “{measure_key}”."
    return Judgement(Verdict(Outcome.NOT_ENOUGH_EVIDENCE, why), None, None)


def kept_figure(figure: Figure | None) -> dict[str, Any]:
    """Give a figure as it is stored with a verdict; the numbers stay whole."""
    if figure is None:
        return {}
    sure = figure.interval
    return {
        "n": figure.n,
        "least": figure.least,
        "method": str(figure.method),
        "value": figure.value,
        "low": sure.low if sure else None,
        "high": sure.high if sure else None,
        "interval": sure is not None,
        "lack": str(figure.lack) if figure.lack else "",
    }


def figure_from(kept: Mapping[str, Any]) -> Figure | None:
    """Give back a stored figure; None where none was stored."""
    if not kept:
        return None
    return Figure(
        n=kept["n"],
        least=kept["least"],
        method=Method(kept["method"]),
        value=kept["value"],
        interval=Interval(kept["low"], kept["high"]) if kept["interval"] else None,
        lack=Lack(kept["lack"]) if kept["lack"] else None,
    )
