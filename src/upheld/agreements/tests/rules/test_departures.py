"""Departures from a standard clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.agreements.rules.departures import (
    Change,
    clause_words,
    departure,
    needs_asking_again,
    text_hash,
)
from upheld.foundation.values.rate import Rate

STANDARD = "The Provider shall answer critical tickets within 4 business hours."

EXAMPLES = [
    (STANDARD.replace("4", "2"), Change.REPLACED, ("4",), ("2",), True),
    (STANDARD.replace("shall", "shall not"), Change.ADDED, (), ("not",), True),
    (STANDARD.replace(" business", ""), Change.REMOVED, ("business",), (), False),
    (STANDARD.replace("tickets", "calls"), Change.REPLACED, ("tickets",), ("calls",), False),
    (STANDARD.replace("shall", "may"), Change.REPLACED, ("shall",), ("may",), True),
    (
        STANDARD.replace("Provider", "provider"),
        Change.REPLACED,
        ("Provider",),
        ("provider",),
        False,
    ),
]
SAME = [
    STANDARD.replace(" ", "\n  "),
    STANDARD.replace(" ", "\u00a0"),
    f"  {STANDARD}\t",
]
WORDS = st.lists(
    st.sampled_from(["shall", "not", "4", "hours", "Provider", ",", ".", "“all”", "1.5", "it's"])
).map(" ".join)


@pytest.mark.parametrize(
    ("offered", "change", "standard_words", "offered_words", "weighty"), EXAMPLES
)
def test_a_departure_is_found_word_by_word(
    offered: str,
    change: Change,
    standard_words: tuple[str, ...],
    offered_words: tuple[str, ...],
    weighty: bool,
) -> None:
    (found,) = departure(STANDARD, offered).changes
    assert found.change is change
    assert found.standard_words == standard_words
    assert found.offered_words == offered_words
    assert found.weighty is weighty
    assert departure(STANDARD, offered).is_weighty is weighty


@pytest.mark.parametrize("offered", SAME)
def test_typesetting_is_no_departure(offered: str) -> None:
    compared = departure(STANDARD, offered)
    assert not compared.departs
    assert compared.kept == Rate.percent(100)
    assert not needs_asking_again(text_hash(STANDARD), offered)


def test_quotation_marks_and_dashes_of_another_kind_are_no_departure() -> None:
    assert not departure("the “Services” – all", 'the "Services" - all').departs


def test_the_share_of_standard_words_that_stand_is_told() -> None:
    assert departure("one two three four", "one two three five").kept == Rate.percent(75)
    assert departure("one two", "").kept == Rate(0)
    assert departure("", "new words").kept == Rate.percent(100)


@given(WORDS, WORDS)
def test_the_changes_turn_the_standard_into_the_offer(standard: str, offered: str) -> None:
    before = clause_words(standard)
    built: list[str] = []
    position = 0
    for change in departure(standard, offered).changes:
        built.extend(before[position : change.at_standard_word])
        built.extend(change.offered_words)
        position = change.at_standard_word + len(change.standard_words)
    built.extend(before[position:])
    assert tuple(built) == clause_words(offered)


@given(st.text(), st.text())
def test_the_hash_is_equal_exactly_where_nothing_departs(one: str, other: str) -> None:
    assert (text_hash(one) == text_hash(other)) is (not departure(one, other).departs)
    assert needs_asking_again(text_hash(one), other) is departure(one, other).departs
