"""Who may answer a review, and never on their own behalf."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.period import Period
from upheld.reviews.rules.reviewers import (
    Absence,
    Question,
    asking_obstacle,
    may_answer,
    reviewer_obstacle,
    stands_in,
)

ANA, BEN, CAI, DOV, EVE = 1, 2, 3, 4, 5
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = Period(MONDAY, MONDAY + timedelta(days=7))
HOLDERS = {"service": frozenset({BEN, CAI})}


def away(person: int, delegate: int | None = None) -> Absence:
    return Absence(person, WEEK, delegate)


@pytest.mark.parametrize(
    ("question", "absences", "who"),
    [
        (Question(ANA, asked_person=BEN), [], {BEN}),
        (Question(ANA, asked_function="service"), [], {BEN, CAI}),
        (Question(ANA, asked_person=DOV, asked_function="service"), [], {BEN, CAI, DOV}),
        (Question(ANA, asked_function="nobody holds this"), [], set()),
        # Never whoever asked or would gain.
        (Question(BEN, asked_function="service"), [], {CAI}),
        (Question(ANA, asked_function="service", beneficiaries=frozenset({CAI})), [], {BEN}),
        (Question(BEN, asked_person=BEN), [], set()),
        # Delegates join while somebody is away, along the chain.
        (Question(ANA, asked_person=BEN), [away(BEN, DOV)], {BEN, DOV}),
        (Question(ANA, asked_person=BEN), [away(BEN, DOV), away(DOV, EVE)], {BEN, DOV, EVE}),
        (Question(ANA, asked_person=BEN), [away(BEN)], {BEN}),
        # A delegate who asked or would gain does not count either.
        (Question(ANA, asked_person=BEN), [away(BEN, ANA)], {BEN}),
        (
            Question(ANA, asked_person=BEN, beneficiaries=frozenset({DOV})),
            [away(BEN, DOV), away(DOV, EVE)],
            {BEN, EVE},
        ),
    ],
)
def test_who_may_answer(question, absences, who):
    assert may_answer(question, HOLDERS, absences, MONDAY) == who


def test_delegates_count_only_while_somebody_is_away():
    question = Question(ANA, asked_person=BEN)
    for moment, who in [
        (WEEK.start - timedelta(seconds=1), {BEN}),
        (WEEK.start, {BEN, DOV}),
        (WEEK.end, {BEN}),
    ]:
        assert may_answer(question, {}, [away(BEN, DOV)], moment) == who


def test_delegates_who_point_at_each_other_come_to_an_end():
    assert stands_in(BEN, [away(BEN, CAI), away(CAI, BEN)], MONDAY) == (BEN, CAI)
    assert stands_in(BEN, [away(BEN, BEN)], MONDAY) == (BEN,)
    assert stands_in(BEN, [], MONDAY) == (BEN,)
    assert len(stands_in(0, [away(person, person + 1) for person in range(50)], MONDAY)) == 10


@pytest.mark.parametrize(
    ("person", "code"),
    [(ANA, "own_request"), (CAI, "own_benefit"), (EVE, "not_asked"), (BEN, None), (DOV, None)],
)
def test_says_why_somebody_may_not_answer(person, code):
    question = Question(ANA, asked_function="service", beneficiaries=frozenset({CAI}))
    obstacle = reviewer_obstacle(question, person, HOLDERS, [away(BEN, DOV)], MONDAY)
    assert (None if obstacle is None else obstacle.code) == code


def test_a_question_that_reaches_nobody_is_not_asked():
    lonely = Question(BEN, asked_person=BEN)
    obstacle = asking_obstacle(lonely, HOLDERS, [], MONDAY)
    assert obstacle is not None
    assert obstacle.code == "nobody_may_answer"
    assert asking_obstacle(lonely, HOLDERS, [away(BEN, DOV)], MONDAY) is None


def test_a_question_asks_somebody():
    with pytest.raises(ValueError, match="asks a person"):
        Question(ANA)


people = st.integers(1, 6)


@given(
    requester=people,
    asked=people,
    gains=st.frozensets(people, max_size=3),
    holders=st.frozensets(people, max_size=4),
    absences=st.lists(st.builds(Absence, people, st.just(WEEK), st.none() | people), max_size=6),
)
def test_nobody_ever_answers_their_own(requester, asked, gains, holders, absences):
    question = Question(requester, asked, "service", gains)
    who = may_answer(question, {"service": holders}, absences, MONDAY)
    assert not who & (gains | {requester})
    for person in range(1, 7):
        obstacle = reviewer_obstacle(question, person, {"service": holders}, absences, MONDAY)
        assert (obstacle is None) == (person in who)
