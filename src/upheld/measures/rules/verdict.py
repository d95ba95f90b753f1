"""Whether a figure bears out what is claimed.

The rule: on enough rows, the claim is borne out when the figure itself meets the threshold. The
interval does not decide, because it would punish an honest provider for being small; it is shown
beside the verdict, and `clear` says whether all of it lies on the same side.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.measures.rules.figure import Figure
from upheld.measures.rules.units import Unit, said_in


class Direction(StrEnum):
    """On which side of its threshold a figure is good."""

    AT_LEAST = auto()
    AT_MOST = auto()


class Outcome(StrEnum):
    """What the figures say about a claim."""

    BORNE_OUT = auto()
    NOT_BORNE_OUT = auto()
    NOT_ENOUGH_EVIDENCE = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reason; `margin` is how far the figure is on the good side."""

    outcome: Outcome
    why: str
    margin: int | None = None
    clear: bool = False


def verdict(
    figure: Figure, threshold: int, direction: Direction, unit: Unit, *, currency: str = ""
) -> Verdict:
    """Hold a figure against a threshold in the same units; exactly meeting it is enough."""
    if figure.value is None:
        return Verdict(Outcome.NOT_ENOUGH_EVIDENCE, figure.words())
    sign = 1 if direction is Direction.AT_LEAST else -1
    margin = sign * (figure.value - threshold)
    outcome = Outcome.BORNE_OUT if margin >= 0 else Outcome.NOT_BORNE_OUT
    clear = _is_clear(figure, threshold, direction, outcome)
    return Verdict(outcome, _reason(figure, threshold, direction, unit, currency), margin, clear)


def _is_clear(figure: Figure, threshold: int, direction: Direction, outcome: Outcome) -> bool:
    if figure.interval is None:
        return True
    low, high = figure.interval.low, figure.interval.high
    if (direction is Direction.AT_LEAST) == (outcome is Outcome.BORNE_OUT):
        return low >= threshold if outcome is Outcome.BORNE_OUT else low > threshold
    if high is None:
        return False
    return high <= threshold if outcome is Outcome.BORNE_OUT else high < threshold


def _reason(figure: Figure, threshold: int, direction: Direction, unit: Unit, currency: str) -> str:
    """Say the claim, the figure and how sure it is: the interval belongs to the truth of it."""

    def say(value: int | None) -> str:
        return "an open end" if value is None else said_in(unit, value, currency=currency)

    asked = "at least" if direction is Direction.AT_LEAST else "at most"
    sure = figure.interval
    between = f", between {say(sure.low)} and {say(sure.high)} at 95\u00a0%" if sure else ""
    measured = f"{say(figure.value)} (n = {figure.n}{between})"
    return f"Claimed: {asked} {say(threshold)}. Measured: {measured}."
