"""The readiness check before a call."""

from __future__ import annotations

import pytest

from upheld.selling.rules.readiness import Answer, Item, ItemState, readiness

DERIVED = {item: f"{item} from the records" for item in Item}

CASES = [
    ({Item.HEADCOUNT: "38"}, {}, ItemState.KNOWN, "38"),
    ({Item.HEADCOUNT: "38"}, {Item.HEADCOUNT: Answer(said="42 ")}, ItemState.ANSWERED, "42"),
    (
        {},
        {Item.HEADCOUNT: Answer(not_needed_because="A council.")},
        ItemState.NOT_NEEDED,
        "A council.",
    ),
    ({Item.HEADCOUNT: " "}, {Item.HEADCOUNT: Answer(said="  ")}, ItemState.MISSING, ""),
    ({}, {Item.HEADCOUNT: Answer(said="7", not_needed_because="x")}, ItemState.ANSWERED, "7"),
    ({}, {}, ItemState.MISSING, ""),
]


@pytest.mark.parametrize(("derived", "answered", "state", "words"), CASES)
def test_an_item_is_known_answered_not_needed_or_missing(
    derived: dict[Item, str], answered: dict[Item, Answer], state: ItemState, words: str
) -> None:
    (line,) = [one for one in readiness(derived, answered).lines if one.item is Item.HEADCOUNT]
    assert (line.state, line.words) == (state, words)
    assert (line.missing is not None) is (state is ItemState.MISSING)


def test_ready_when_nothing_is_missing() -> None:
    check = readiness(DERIVED, {})
    assert check.is_ready
    assert check.settled == len(Item)


@pytest.mark.parametrize("item", list(Item))
def test_each_item_alone_makes_a_call_unready_and_says_what_to_do(item: Item) -> None:
    check = readiness({one: words for one, words in DERIVED.items() if one is not item}, {})
    assert not check.is_ready
    assert check.settled == len(Item) - 1
    (missing,) = check.missing
    assert missing.code == f"{item}_missing"
    assert missing.remedy.endswith(".")
