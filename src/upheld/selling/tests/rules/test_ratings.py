"""A rating is one of five, given once, while its link is open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.demo.cast import OPENING
from upheld.selling.rules.ratings import RATING_OPEN_FOR, Prepared, rating_obstacle

UNTIL = OPENING + RATING_OPEN_FOR


@pytest.mark.parametrize(
    ("rating", "rated_at", "at", "code"),
    [
        (5, None, OPENING, None),
        (1, None, UNTIL - timedelta(seconds=1), None),
        (5, None, UNTIL, "link_expired"),
        (0, None, OPENING, "rating_out_of_range"),
        (6, None, OPENING, "rating_out_of_range"),
        (4, OPENING, OPENING, "rated_already"),
    ],
)
def test_what_stands_in_the_way_of_a_rating(rating, rated_at, at, code):
    found = rating_obstacle(rating, rated_at=rated_at, until=UNTIL, at=at)
    assert (found.code if found else None) == code


def test_a_link_that_was_never_sent_is_not_open():
    found = rating_obstacle(5, rated_at=None, until=None, at=OPENING)
    assert found is not None
    assert found.code == "link_expired"


def test_the_five_words_run_from_not_at_all_to_fully():
    assert [one.words for one in Prepared] == [
        "Not at all", "Hardly", "Somewhat", "Well", "Fully",
    ]  # fmt: skip
