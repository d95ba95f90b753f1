"""A claim's verdict in a sentence, and whether a proposal may carry the claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class ClaimStanding(StrEnum):
    """What the measure says of a claim."""

    BORNE_OUT = auto()
    NOT_BORNE_OUT = auto()
    NOT_ENOUGH_EVIDENCE = auto()


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """A claim's figure as people read it; every value is written out with its unit.

    `low` and `high` bound the 95 % interval and may be empty where the measure has none.
    `at_least` says that the claim promises the threshold or more; otherwise, or less.
    """

    verdict: ClaimStanding
    value: str
    n: int
    low: str
    high: str
    threshold: str
    at_least: bool
    window_days: int
    more_needed: int = 0


@dataclass(frozen=True, slots=True)
class Override:
    """An owner's decision to carry a claim all the same. It is kept, with the verdict it set aside.

    `verdict_then` and `value_then` are what the owner saw; another verdict asks again.
    """

    by: str
    reason: str
    verdict_then: ClaimStanding
    value_then: str


def verdict_words(figure: ClaimFigure) -> str:
    """Say a verdict in one or two sentences, always with its n and its window."""
    over = f"{figure.n:,} over {figure.window_days} days"
    if figure.verdict is ClaimStanding.NOT_ENOUGH_EVIDENCE:
        return f"Not enough evidence yet: {over}; {figure.more_needed:,} more are needed."
    bound = "at least" if figure.at_least else "at most"
    start = "Borne out" if figure.verdict is ClaimStanding.BORNE_OUT else "Not borne out"
    said = f"{start}: {figure.value} of {over}, {bound} {figure.threshold} claimed."
    if figure.low and figure.high:
        said += f" With 95 % confidence it lies between {figure.low} and {figure.high}."
    return said


def carry_obstacle(sentence: str, figure: ClaimFigure, override: Override | None) -> Reason | None:
    """Say why a proposal may not carry a claim now, or None.

    Codes: claim_not_borne_out, claim_without_evidence, override_without_reason,
    override_out_of_date. An override answers for the verdict that its owner saw; it does not
    cover a claim that has got worse since.
    """
    if figure.verdict is ClaimStanding.BORNE_OUT:
        return None
    if override is None:
        missing = figure.verdict is ClaimStanding.NOT_ENOUGH_EVIDENCE
        return Reason(
            "claim_without_evidence" if missing else "claim_not_borne_out",
            f"“{sentence}” cannot be carried. {verdict_words(figure)}",
            "Lower the claim, leave it out, or ask the owner to carry it with a reason.",
            "owner",
        )
    if not override.reason.strip():
        return Reason(
            "override_without_reason",
            f"{override.by} decided to carry “{sentence}” without saying why.",
            "Write the reason; it is kept with the proposal.",
            "owner",
        )
    if override.verdict_then is not figure.verdict:
        return Reason(
            "override_out_of_date",
            f"“{sentence}” stood otherwise when {override.by} decided. {verdict_words(figure)}",
            "Ask the owner again.",
            "owner",
        )
    return None
