"""The life of a promise: a table of what may follow what, and walks through it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from upheld.promises.rules.states import (
    FINAL,
    PromiseState,
    edit_obstacle,
    may_be_edited,
    may_become,
    step_obstacle,
)

OFFERED, AGREED = PromiseState.OFFERED, PromiseState.AGREED
KEPT, BROKEN = PromiseState.KEPT, PromiseState.BROKEN
REPLACED, RELEASED = PromiseState.REPLACED, PromiseState.RELEASED

ALLOWED = {
    (OFFERED, AGREED),
    (OFFERED, REPLACED),
    (OFFERED, RELEASED),
    (AGREED, KEPT),
    (AGREED, BROKEN),
    (AGREED, REPLACED),
    (AGREED, RELEASED),
}


@pytest.mark.parametrize(("state", "wanted"), list(product(PromiseState, PromiseState)))
def test_every_pair_of_states(state, wanted):
    assert may_become(state, wanted) == ((state, wanted) in ALLOWED)
    obstacle = step_obstacle(state, wanted)
    assert (obstacle is None) == ((state, wanted) in ALLOWED)


@pytest.mark.parametrize(
    ("state", "wanted", "code"),
    [
        (KEPT, BROKEN, "promise_final"),
        (RELEASED, AGREED, "promise_final"),
        (OFFERED, KEPT, "promise_not_agreed"),
        (OFFERED, BROKEN, "promise_not_agreed"),
        (AGREED, AGREED, "promise_already_agreed"),
        (AGREED, OFFERED, "promise_already_agreed"),
    ],
)
def test_says_why_and_what_to_do(state, wanted, code):
    obstacle = step_obstacle(state, wanted)
    assert obstacle is not None
    assert obstacle.code == code
    assert obstacle.why.endswith(".")
    assert obstacle.remedy


def test_four_states_are_final():
    assert {KEPT, BROKEN, REPLACED, RELEASED} == FINAL


@pytest.mark.parametrize("state", PromiseState)
def test_only_an_offer_may_be_edited(state):
    assert may_be_edited(state) == (state is OFFERED)
    obstacle = edit_obstacle(state)
    assert (None if obstacle is None else obstacle.code) == (
        None if state is OFFERED else "promise_not_editable"
    )


class PromiseWalk(RuleBasedStateMachine):
    """Anybody tries anything with a promise; the rules alone decide what happens."""

    def __init__(self) -> None:
        super().__init__()
        self.state = OFFERED
        self.words = "first"
        self.agreed_words: str | None = None
        self.past = [OFFERED]

    @rule(wanted=st.sampled_from(PromiseState))
    def step(self, wanted):
        if step_obstacle(self.state, wanted) is not None:
            return
        self.state = wanted
        self.past.append(wanted)
        if wanted is AGREED:
            self.agreed_words = self.words

    @rule(words=st.text(max_size=3))
    def edit(self, words):
        if edit_obstacle(self.state) is None:
            self.words = words

    @precondition(lambda self: self.state in FINAL)
    @rule(wanted=st.sampled_from(PromiseState))
    def a_final_state_is_never_left(self, wanted):
        assert not may_become(self.state, wanted)

    @invariant()
    def words_stay_once_agreed(self):
        if self.agreed_words is not None:
            assert self.words == self.agreed_words

    @invariant()
    def only_the_last_state_is_final(self):
        assert not FINAL & set(self.past[:-1])

    @invariant()
    def nothing_is_kept_or_broken_that_was_not_agreed(self):
        if self.state in {KEPT, BROKEN}:
            assert AGREED in self.past


TestPromiseWalk = PromiseWalk.TestCase
