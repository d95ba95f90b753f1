"""Whom a few typed words mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.timekeeping.rules.name_matching import (
    Because,
    Candidate,
    NameFound,
    Register,
    match_names,
    name_at_start,
)

ACME = Candidate("1", "Acme Ltd")
NORTH = Candidate("2", "North Wind Logistics", ("NWL Hub",))
NORTHERN = Candidate("3", "Northern Light")
MULLER = Candidate("4", "Müller & Söhne")
THEATRE = Candidate("5", "Old Theatre-Royal")
EVERYONE = [ACME, NORTH, NORTHERN, MULLER, THEATRE]
LEARNED = {"the boat people": {"2": 3}, "light": {"3": 1, "5": 4}}

CASES = [
    ("acme", ["1"], Because.WHOLE_WORDS),
    ("ACME LTD", ["1"], Because.WHOLE_NAME),
    ("acm", ["1"], Because.BEGINNING),
    ("north", ["2", "3"], Because.WHOLE_WORDS),
    ("north wind", ["2"], Because.WHOLE_WORDS),
    ("wind logistics", ["2"], Because.WHOLE_WORDS),
    ("logistics", ["2"], Because.WHOLE_WORDS),
    ("nor log", ["2"], Because.WORD_BEGINNINGS),
    ("nwl", ["2"], Because.WHOLE_WORDS),
    ("hub", ["2"], Because.WHOLE_WORDS),
    ("nl", ["3"], Because.INITIALS),
    ("muller", ["4"], Because.WHOLE_WORDS),
    ("royal", ["5"], Because.WHOLE_WORDS),
    ("theatre royal", ["5"], Because.WHOLE_WORDS),
    ("eatr", ["5"], Because.PART),
    ("ea", [], None),
    ("the boat people", ["2"], Because.LEARNED),
    ("light", ["5", "3"], Because.LEARNED),
    ("zebra", [], None),
    ("", [], None),
    ("  ", [], None),
]


@pytest.mark.parametrize(("typed", "ids", "because"), CASES)
def test_who_may_be_meant(typed: str, ids: list[str], because: Because | None) -> None:
    found = match_names(typed.split(" "), EVERYONE, LEARNED)
    assert [match.id for match in found] == ids
    if found:
        assert found[0].because is because


@pytest.mark.parametrize(
    ("text", "used", "settled"),
    [
        ("acme vpn down", 1, "1"),
        ("north wind vpn down", 2, "2"),
        ("north vpn down", 1, "2"),
        ("nor vpn down", 1, None),
        ("the boat people rang", 3, "2"),
        ("light flickers", 1, "5"),
    ],
)
def test_the_name_a_text_begins_with(text: str, used: int, settled: str | None) -> None:
    found = name_at_start(text.split(), Register(EVERYONE), LEARNED)
    assert found is not None
    assert found.words_used == used
    assert (found.settled.id if found.settled else None) == settled


def test_a_text_may_begin_with_no_name() -> None:
    assert name_at_start(["vpn", "down"], Register(EVERYONE), {}) is None
    assert name_at_start([], Register(EVERYONE), {}) is None


def test_a_nickname_used_equally_for_two_is_asked_about() -> None:
    found = name_at_start(["light"], Register(EVERYONE), {"light": {"3": 2, "5": 2}})
    assert found is not None
    assert found.settled is None
    assert [match.id for match in found.matches] == ["3", "5"]


NAMES = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5).map(
    lambda names: [Candidate(str(place), name) for place, name in enumerate(names)]
)


@given(NAMES, st.lists(st.text(max_size=8), max_size=4))
def test_any_words_are_ranked_and_each_candidate_once(
    candidates: list[Candidate], words: list[str]
) -> None:
    found = match_names(words, candidates, {})
    assert [match.because for match in found] == sorted(match.because for match in found)
    assert len({match.id for match in found}) == len(found)


@given(NAMES)
def test_a_whole_name_always_finds_its_bearer(candidates: list[Candidate]) -> None:
    for one in candidates:
        found = match_names([one.name], candidates, {})
        if one.name.strip() and found:
            assert found[0].because is Because.WHOLE_NAME


PIECES = st.sampled_from(
    ["acme", "ac", "north", "wind", "theatre-royal", "old", "-", "nl", "é", ""]
)
SPOKEN = st.lists(PIECES, max_size=6)


@given(
    st.lists(SPOKEN.map(" ".join), max_size=6),
    SPOKEN,
    st.dictionaries(SPOKEN.map(" ".join), st.just({"0": 1}), max_size=3),
)
def test_leaving_out_the_unlikely_changes_nothing(
    names: list[str], words: list[str], learned: dict[str, dict[str, int]]
) -> None:
    candidates = [Candidate(str(place), name) for place, name in enumerate(names)]
    slow = (
        NameFound(count, matches)
        for count in range(min(5, len(words)), 0, -1)
        if (matches := match_names(words[:count], candidates, learned))
    )
    assert name_at_start(words, Register(candidates), learned) == next(slow, None)
