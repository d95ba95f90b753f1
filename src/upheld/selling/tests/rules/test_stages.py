"""Stages as evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.selling.rules.stages import (
    OPEN_STAGES,
    STAGE_NEEDS,
    Evidence,
    Stage,
    furthest_stage,
    missing_for,
    missing_for_next,
    next_stage,
)

QUALIFIED = set(STAGE_NEEDS[Stage.QUALIFIED])
SOLUTION = QUALIFIED | set(STAGE_NEEDS[Stage.SOLUTION_AGREED])
PROPOSED = SOLUTION | {Evidence.PROPOSAL_ON_TABLE}
DECIDED = PROPOSED | {Evidence.DECISION_MAKER_SAID_YES}
EVIDENCE = st.frozensets(st.sampled_from(list(Evidence)))

EXAMPLES = [
    (set(), Stage.LEAD),
    ({Evidence.PROBLEM_STATED}, Stage.LEAD),
    (QUALIFIED, Stage.QUALIFIED),
    (QUALIFIED | {Evidence.PROPOSAL_ON_TABLE}, Stage.QUALIFIED),
    (SOLUTION, Stage.SOLUTION_AGREED),
    (PROPOSED, Stage.PROPOSED),
    (PROPOSED - {Evidence.GAPS_DISCLOSED}, Stage.QUALIFIED),
    (PROPOSED - {Evidence.PROPOSAL_ON_TABLE}, Stage.SOLUTION_AGREED),
    (DECIDED, Stage.DECIDED),
    (DECIDED | {Evidence.SIGNED}, Stage.WON),
    ({Evidence.SIGNED}, Stage.WON),
    (DECIDED | {Evidence.LOSS_RECORDED}, Stage.LOST),
    ({Evidence.SIGNED, Evidence.LOSS_RECORDED}, Stage.WON),
]


@pytest.mark.parametrize(("evidence", "stage"), EXAMPLES)
def test_the_stage_follows_from_the_evidence(evidence: set[Evidence], stage: Stage) -> None:
    assert furthest_stage(evidence) is stage


def test_what_is_missing_for_the_next_stage_is_named() -> None:
    found = missing_for_next(QUALIFIED | {Evidence.DISCOVERY_HELD})
    assert [reason.code for reason in found] == [
        "gaps_disclosed",
        "solution_confirmed",
        "delivery_estimated",
    ]
    assert all(reason.why.endswith(".") and reason.remedy.endswith(".") for reason in found)


def test_nothing_is_missing_for_losing() -> None:
    assert missing_for(Stage.LOST, set()) == ()


def test_every_evidence_but_the_loss_leads_somewhere() -> None:
    needed = {need for needs in STAGE_NEEDS.values() for need in needs}
    assert needed == set(Evidence) - {Evidence.LOSS_RECORDED}


@given(EVIDENCE)
def test_nothing_is_missing_for_the_stage_it_stands_at(evidence: frozenset[Evidence]) -> None:
    stage = furthest_stage(evidence)
    if stage in OPEN_STAGES:
        assert missing_for(stage, evidence) == ()
        assert missing_for_next(evidence)
    else:
        assert missing_for_next(evidence) == ()
        assert next_stage(stage) is None


@given(EVIDENCE, st.sampled_from([one for one in Evidence if one is not Evidence.LOSS_RECORDED]))
def test_more_evidence_never_throws_a_deal_back(
    evidence: frozenset[Evidence], more: Evidence
) -> None:
    path = [*OPEN_STAGES, Stage.WON]
    before, after = furthest_stage(evidence), furthest_stage(evidence | {more})
    if before is not Stage.LOST:
        assert path.index(after) >= path.index(before)


@given(EVIDENCE)
def test_supplying_what_is_missing_reaches_the_next_stage(evidence: frozenset[Evidence]) -> None:
    stage = furthest_stage(evidence)
    following = next_stage(stage)
    if following is not None:
        added = {Evidence(reason.code) for reason in missing_for_next(evidence)}
        reached = furthest_stage(evidence | added)
        assert [*OPEN_STAGES, Stage.WON].index(reached) >= [*OPEN_STAGES, Stage.WON].index(
            following
        )
