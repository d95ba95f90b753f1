"""The states of a proposal version."""

from __future__ import annotations

from itertools import product

import pytest

from upheld.agreements.rules.proposals import (
    FINAL_STATES,
    ON_THE_TABLE,
    ProposalState,
    ProposalStep,
    next_state,
    step_obstacle,
)

EVERY = list(product(ProposalState, ProposalStep))


@pytest.mark.parametrize(("state", "step"), EVERY)
def test_a_step_either_leads_on_or_says_why_not(state: ProposalState, step: ProposalStep) -> None:
    obstacle = step_obstacle(state, step)
    assert (next_state(state, step) is None) is (obstacle is not None)
    if obstacle is not None:
        assert obstacle.code == f"proposal_{state}"
        assert obstacle.why.endswith(".")
        assert obstacle.remedy.endswith(".")


@pytest.mark.parametrize(("state", "step"), EVERY)
def test_a_final_state_is_final(state: ProposalState, step: ProposalStep) -> None:
    if state in FINAL_STATES:
        assert next_state(state, step) is None


def test_only_a_draft_can_be_edited() -> None:
    assert {s for s in ProposalState if next_state(s, ProposalStep.EDIT)} == {ProposalState.DRAFT}


def test_only_what_lies_on_the_table_can_be_signed() -> None:
    assert {s for s in ProposalState if next_state(s, ProposalStep.SIGN)} == ON_THE_TABLE


def test_every_state_can_be_reached() -> None:
    reached, waiting = {ProposalState.DRAFT}, [ProposalState.DRAFT]
    while waiting:
        state = waiting.pop()
        for after in (next_state(state, step) for step in ProposalStep):
            if after is not None and after not in reached:
                reached.add(after)
                waiting.append(after)
    assert reached == set(ProposalState)
