"""A claim's verdict in words, and whether a proposal may carry the claim."""

from __future__ import annotations

from dataclasses import dataclass

from upheld.foundation.refusals import Reason
from upheld.measures.rules.verdict import Outcome, Verdict

_SAID = {
    Outcome.BORNE_OUT: "Borne out",
    Outcome.NOT_BORNE_OUT: "Not borne out",
    Outcome.NOT_ENOUGH_EVIDENCE: "Not enough evidence yet",
}


@dataclass(frozen=True, slots=True)
class Override:
    """An owner's decision to carry a claim all the same, kept with the outcome that they saw."""

    by: str
    reason: str
    outcome_then: Outcome


def verdict_words(verdict: Verdict, window_days: int) -> str:
    """Say a verdict with its window and the reason that the measure gives for it."""
    return f"{_SAID[verdict.outcome]} over {window_days} days. {verdict.why}"


def carry_obstacle(
    sentence: str, verdict: Verdict, window_days: int, override: Override | None
) -> Reason | None:
    """Say why a proposal may not carry a claim now, or None.

    Codes: claim_not_borne_out, claim_without_evidence, override_without_reason,
    override_out_of_date. An override answers for the outcome that its owner saw; it does not
    cover a claim that stands otherwise since.
    """
    if verdict.outcome is Outcome.BORNE_OUT:
        return None
    words = verdict_words(verdict, window_days)
    if override is None:
        missing = verdict.outcome is Outcome.NOT_ENOUGH_EVIDENCE
        return Reason(
            "claim_without_evidence" if missing else "claim_not_borne_out",
            f"“{sentence}” cannot be carried. {words}",
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
    if override.outcome_then is not verdict.outcome:
        return Reason(
            "override_out_of_date",
            f"“{sentence}” stood otherwise when {override.by} decided. {words}",
            "Ask the owner again.",
            "owner",
        )
    return None
