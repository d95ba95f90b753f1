"""A deal's stage is what the evidence shows now, not what somebody set.

The seller's own confidence is a separate matter and stands elsewhere. When evidence stops holding
(a proposal expires, a gap turns up that nobody has disclosed) the deal falls back by itself.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class Stage(StrEnum):
    """How far a deal has come."""

    LEAD = auto()
    QUALIFIED = auto()
    SOLUTION_AGREED = auto()
    PROPOSED = auto()
    DECIDED = auto()
    WON = auto()
    LOST = auto()


class Evidence(StrEnum):
    """One thing that is true of a deal now and can be shown."""

    PROBLEM_STATED = auto()
    DECISION_MAKER_KNOWN = auto()
    MONEY_DISCUSSED = auto()
    DATE_WANTED = auto()
    DISCOVERY_HELD = auto()
    GAPS_DISCLOSED = auto()
    SOLUTION_CONFIRMED = auto()
    DELIVERY_ESTIMATED = auto()
    PROPOSAL_ON_TABLE = auto()
    DECISION_MAKER_SAID_YES = auto()
    SIGNED = auto()
    LOSS_RECORDED = auto()


_E = Evidence
STAGE_NEEDS: dict[Stage, tuple[Evidence, ...]] = {
    Stage.LEAD: (),
    Stage.QUALIFIED: (
        _E.PROBLEM_STATED,
        _E.DECISION_MAKER_KNOWN,
        _E.MONEY_DISCUSSED,
        _E.DATE_WANTED,
    ),
    Stage.SOLUTION_AGREED: (
        _E.DISCOVERY_HELD,
        _E.GAPS_DISCLOSED,
        _E.SOLUTION_CONFIRMED,
        _E.DELIVERY_ESTIMATED,
    ),
    Stage.PROPOSED: (_E.PROPOSAL_ON_TABLE,),
    Stage.DECIDED: (_E.DECISION_MAKER_SAID_YES,),
    Stage.WON: (_E.SIGNED,),
}
"""What each stage asks for beyond the stages before it."""

BY_HAND = (
    _E.PROBLEM_STATED,
    _E.MONEY_DISCUSSED,
    _E.DATE_WANTED,
    _E.SOLUTION_CONFIRMED,
    _E.DELIVERY_ESTIMATED,
    _E.PROPOSAL_ON_TABLE,
    _E.DECISION_MAKER_SAID_YES,
)
"""What a person may say in words. The rest follows from other rows and is never claimed."""

OPEN_STAGES = (Stage.LEAD, Stage.QUALIFIED, Stage.SOLUTION_AGREED, Stage.PROPOSED, Stage.DECIDED)

_MISSING: dict[Evidence, tuple[str, str]] = {
    _E.PROBLEM_STATED: (
        "Nobody has written down what hurts, in the customer's words.",
        "Ask what the problem is and note the answer.",
    ),
    _E.DECISION_MAKER_KNOWN: (
        "We do not know who decides.",
        "Ask who signs, and add them as a contact.",
    ),
    _E.MONEY_DISCUSSED: (
        "Money has not been spoken about.",
        "Name a range and note what the customer said to it.",
    ),
    _E.DATE_WANTED: (
        "We do not know by when the customer wants it.",
        "Ask by when, and what happens if it is later.",
    ),
    _E.DISCOVERY_HELD: (
        "No discovery meeting has been held and debriefed.",
        "Plan one, or write the debrief of the one that was held.",
    ),
    _E.GAPS_DISCLOSED: (
        "A gap that we know of has not been disclosed.",
        "Tell the customer today, with the workaround.",
    ),
    _E.SOLUTION_CONFIRMED: (
        "The customer has not confirmed that this is what they want.",
        "Ask for the yes of the person who will use it.",
    ),
    _E.DELIVERY_ESTIMATED: (
        "Delivery has not estimated the work.",
        "Ask for an estimate of each deliverable.",
    ),
    _E.PROPOSAL_ON_TABLE: (
        "No proposal that can be signed lies with the customer.",
        "Send a proposal.",
    ),
    _E.DECISION_MAKER_SAID_YES: (
        "The person who decides has not said yes.",
        "Ask for the decision, and note who gave it and when.",
    ),
    _E.SIGNED: ("It is not signed.", "Ask the signer to sign in the portal."),
}


def furthest_stage(evidence: AbstractSet[Evidence]) -> Stage:
    """Give the furthest stage whose conditions, and those of all stages before it, hold now.

    A signature wins the deal whatever else is missing, because it is a fact; a recorded loss
    ends it unless it is signed.
    """
    if Evidence.SIGNED in evidence:
        return Stage.WON
    if Evidence.LOSS_RECORDED in evidence:
        return Stage.LOST
    reached = Stage.LEAD
    for stage in OPEN_STAGES:
        if not evidence >= set(STAGE_NEEDS[stage]):
            break
        reached = stage
    return reached


def next_stage(stage: Stage) -> Stage | None:
    """Give the stage after an open one; None once it is won or lost."""
    path = (*OPEN_STAGES, Stage.WON)
    return None if stage not in OPEN_STAGES else path[path.index(stage) + 1]


def missing_for(stage: Stage, evidence: AbstractSet[Evidence]) -> tuple[Reason, ...]:
    """Name what must still be true for the deal to stand at a stage; empty for LOST.

    Each code is the name of the evidence that is missing.
    """
    path = (*OPEN_STAGES, Stage.WON)
    if stage not in path:
        return ()
    needed = [need for step in path[: path.index(stage) + 1] for need in STAGE_NEEDS[step]]
    return tuple(Reason(str(need), *_MISSING[need]) for need in needed if need not in evidence)


def missing_for_next(evidence: AbstractSet[Evidence]) -> tuple[Reason, ...]:
    """Name what stands between a deal and its next stage; empty once it is won or lost."""
    following = next_stage(furthest_stage(evidence))
    return () if following is None else missing_for(following, evidence)
