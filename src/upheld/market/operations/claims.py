"""Claims are written, taken up, changed and retired."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Caution, Doubts, Refused, invalid
from upheld.market.events import Event
from upheld.market.may import May
from upheld.market.models import Claim, ClaimState
from upheld.market.operations.judging import judge
from upheld.measures.catalogue import Better, Measure, measure_called
from upheld.measures.rules.verdict import Direction, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

SHORTEST_WINDOW, LONGEST_WINDOW = 7, 1100
LONGEST_SENTENCE = 300
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim as somebody wants to say it. `threshold` is in the measure's own unit.

    Without a `direction` it follows from the measure: at least, where higher is better.
    """

    sentence: str
    measure_key: str
    threshold: int
    window_days: int = 90
    direction: str = ""
    only: Mapping[str, int | str] = field(default_factory=dict)
    owner: Person | None = None


@operation(May.WRITE_CLAIMS)
def write_claim(*, draft: ClaimDraft, by: Actor, at: datetime) -> Claim:
    """Write down a sentence that we would like to say; it is judged at once and not yet in use.

    Refuses with: invalid_input, measure_confidential.
    """
    measure = _require_sound(draft)
    claim = Claim(
        number=next_number("claim"),
        written_at=at, **_fields(draft, measure),
    )  # fmt: skip
    if draft.owner is None:
        claim.owner_id = by.person_id
    claim.save()
    record(
        Event.CLAIM_WRITTEN, claim, number=claim.number, measure=claim.measure_key,
        threshold=claim.threshold, direction=claim.direction, window_days=claim.window_days,
    )  # fmt: skip
    judge(claim, at)
    return claim


@operation(May.WRITE_CLAIMS)
def change_claim(
    *, claim: Claim, draft: ClaimDraft, by: Actor, at: datetime, seen: int | None = None
) -> Claim:
    """Change what a claim says or asks; it is judged anew at once.

    Proposals that were sent keep the sentence that they carried. Refuses with: invalid_input,
    measure_confidential, changed_meanwhile, claim_retired.
    """
    del by
    measure = _require_sound(draft)
    claim = lock(claim, seen)
    _require_not_retired(claim, "The claim was not changed.")
    version = claim.version
    fields = _fields(draft, measure)
    fields["owner"] = draft.owner or claim.owner
    claim.change(**fields)
    if claim.version == version:
        return unchanged(claim)
    record(
        Event.CLAIM_CHANGED, claim, measure=claim.measure_key, threshold=claim.threshold,
        direction=claim.direction, window_days=claim.window_days,
    )  # fmt: skip
    judge(claim, at)
    return claim


@operation(May.WRITE_CLAIMS)
def take_up_claim(
    *, claim: Claim, by: Actor, at: datetime, setting_aside: frozenset[str] = frozenset()
) -> Claim:
    """Let a claim be used. No proposal can carry it while the figures do not bear it out.

    Refuses with: claim_retired; cautions: claim_not_borne_out, claim_without_evidence.
    """
    del by
    claim = lock(claim)
    _require_not_retired(claim, "The claim was not taken up.")
    if claim.state == ClaimState.IN_USE:
        return unchanged(claim)
    judge(claim, at)
    doubts = Doubts(setting_aside)
    doubts.consider(_caution(claim))
    aside = doubts.settle()
    claim.change(state=ClaimState.IN_USE)
    record(Event.CLAIM_TAKEN_UP, claim, set_aside=aside, outcome=claim.verdict)
    return claim


@operation(May.WRITE_CLAIMS)
def retire_claim(*, claim: Claim, reason: str, by: Actor, at: datetime) -> Claim:
    """Let a claim no longer be used, saying why; it stays readable. Refuses with: invalid_input."""
    del by, at
    if not reason.strip():
        raise invalid(reason="Say why we no longer say it.")
    claim = lock(claim)
    if claim.state == ClaimState.RETIRED:
        return unchanged(claim)
    claim.change(state=ClaimState.RETIRED)
    record(Event.CLAIM_RETIRED, claim, reason=reason.strip())
    return claim


def _fields(draft: ClaimDraft, measure: Measure) -> dict[str, object]:
    higher = measure.better is not Better.LOWER
    usual = Direction.AT_LEAST if higher else Direction.AT_MOST
    return {
        "sentence": draft.sentence.strip(),
        "measure_key": draft.measure_key,
        "threshold": draft.threshold,
        "direction": draft.direction or usual.value,
        "window_days": draft.window_days,
        "only": dict(draft.only),
        "owner": draft.owner,
    }


def _require_sound(draft: ClaimDraft) -> Measure:
    wrong: dict[str, str] = {}
    if not draft.sentence.strip():
        wrong["sentence"] = "Write the sentence as it would be said."
    elif len(draft.sentence.strip()) > LONGEST_SENTENCE:
        wrong["sentence"] = f"Keep it to {LONGEST_SENTENCE} characters."
    if not SHORTEST_WINDOW <= draft.window_days <= LONGEST_WINDOW:
        wrong["window_days"] = f"Between {SHORTEST_WINDOW} and {LONGEST_WINDOW} days."
    if draft.direction and draft.direction not in [one.value for one in Direction]:
        wrong["direction"] = "Choose at least or at most."
    if not 0 <= draft.threshold <= _LARGEST:
        wrong["threshold"] = "This is out of reach of any figure."
    measure = _measure(draft.measure_key, wrong)
    if measure is not None and set(draft.only) - set(measure.breakdowns):
        wrong["only"] = f"“{measure.title}” cannot be narrowed that way."
    if wrong or measure is None:
        raise invalid(**wrong)
    if measure.capability is not None:
        raise Refused(
            "measure_confidential",
            f"“{measure.title}” is not for everybody's eyes, and a claim would show it.",
            what="The claim was not kept.",
            remedy="Choose another measure.",
        )
    return measure


def _measure(key: str, wrong: dict[str, str]) -> Measure | None:
    try:
        return measure_called(key)
    except Refused:
        wrong["measure_key"] = "Choose a measure from the catalogue."
        return None


def _require_not_retired(claim: Claim, what: str) -> None:
    if claim.state == ClaimState.RETIRED:
        raise Refused(
            "claim_retired", "It is retired.", what=what, remedy="Write it anew if it holds again."
        )


def _caution(claim: Claim) -> Caution | None:
    if claim.verdict == Outcome.BORNE_OUT:
        return None
    known = claim.verdict == Outcome.NOT_BORNE_OUT
    return Caution(
        "claim_not_borne_out" if known else "claim_without_evidence",
        claim.verdict_why,
        "Lower the threshold, or take it up knowing that no proposal can carry it yet.",
    )
