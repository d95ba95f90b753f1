"""What may be answered to a review."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.reviews.rules.answers import (
    AFTER,
    COUNTS_AS_YES,
    Answer,
    ReviewState,
    answer_obstacles,
    may_become,
    needs_asking_again,
)

ASKED, WITHDRAWN = ReviewState.ASKED, ReviewState.WITHDRAWN
APPROVED, DECLINED = ReviewState.APPROVED, ReviewState.DECLINED
OFFERED, TAKEN = ReviewState.ALTERNATIVE_OFFERED, ReviewState.ALTERNATIVE_TAKEN

ALLOWED = {
    (ASKED, APPROVED),
    (ASKED, DECLINED),
    (ASKED, OFFERED),
    (ASKED, WITHDRAWN),
    (OFFERED, TAKEN),
    (OFFERED, WITHDRAWN),
    (APPROVED, WITHDRAWN),
    (TAKEN, WITHDRAWN),
}


@pytest.mark.parametrize(("state", "wanted"), list(product(ReviewState, ReviewState)))
def test_every_pair_of_states(state, wanted):
    assert may_become(state, wanted) == ((state, wanted) in ALLOWED)


@pytest.mark.parametrize("answer", Answer)
def test_each_answer_leads_to_a_state_that_may_follow(answer):
    assert may_become(ASKED, AFTER[answer])


def test_a_no_and_a_withdrawal_are_the_end():
    assert not any(
        may_become(state, wanted) for state in (DECLINED, WITHDRAWN) for wanted in ReviewState
    )
    assert {APPROVED, TAKEN} == COUNTS_AS_YES


@pytest.mark.parametrize(
    ("state", "answer", "reason", "alternative", "codes"),
    [
        (ASKED, Answer.APPROVE, "", "", []),
        (ASKED, Answer.DECLINE, "Too far away.", "", []),
        (ASKED, Answer.DECLINE, "  ", "", ["reason_missing"]),
        (ASKED, Answer.OFFER_ALTERNATIVE, "", "Eight hours instead.", []),
        (ASKED, Answer.OFFER_ALTERNATIVE, "Why", "\n", ["alternative_missing"]),
        (APPROVED, Answer.DECLINE, "", "", ["review_already_answered", "reason_missing"]),
        (OFFERED, Answer.APPROVE, "", "", ["review_already_answered"]),
        (WITHDRAWN, Answer.APPROVE, "", "", ["review_withdrawn"]),
    ],
)
def test_says_all_that_stands_against_an_answer(state, answer, reason, alternative, codes):
    found = answer_obstacles(state, answer, reason=reason, alternative=alternative)
    assert [obstacle.code for obstacle in found] == codes


@given(st.sampled_from(ReviewState), st.sampled_from(Answer), st.text(), st.text())
def test_only_an_open_question_takes_an_answer(state, answer, reason, alternative):
    found = answer_obstacles(state, answer, reason=reason, alternative=alternative)
    if not found:
        assert state is ASKED
        assert may_become(state, AFTER[answer])


@pytest.mark.parametrize(
    ("then", "now", "again"),
    [("a1", "a1", False), ("a1", "b2", True), ("", "", True), ("", "a1", True)],
)
def test_asks_again_only_about_what_changed(then, now, again):
    assert needs_asking_again(then, now) == again
