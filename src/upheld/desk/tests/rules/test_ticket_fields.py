"""What the provider's own fields can hold."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from upheld.desk.rules.ticket_fields import FieldKind, asked_of, lacking, read_answer


@dataclass(frozen=True)
class Asked:
    pk: int = 1
    kind: str = "text"
    choices: list[str] = field(default_factory=list)
    wanted: str = ""
    for_kinds: list[str] = field(default_factory=list)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  A  17 ", "A 17"), ("text", "   ", ""), ("number", "1,250.50", "1250.5"),
        ("number", "-0", "0"), ("number", "007", "7"), ("date", "2026-03-09", "2026-03-09"),
        ("yes_no", "Yes", "yes"), ("yes_no", "off", "no"), ("choice", "red", "Red"),
    ],
)  # fmt: skip
def test_keeps_one_spelling(kind, typed, kept):
    assert read_answer(Asked(kind=kind, choices=["Red", "Blue"]), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("number", "ten"), ("number", "1e99"), ("number", "NaN"), ("date", "9.3.2026"),
     ("yes_no", "perhaps"), ("choice", "green"), ("text", "x" * 201)],
)  # fmt: skip
def test_says_what_cannot_be_kept(kind, typed):
    with pytest.raises(ValueError, match=r"\.$"):
        read_answer(Asked(kind=kind, choices=["Red"]), typed)


@settings(deadline=None)
@given(some.sampled_from(list(FieldKind)), some.text(max_size=60))
def test_what_is_kept_is_kept_as_it_stands(kind, typed):
    asked = Asked(kind=kind.value, choices=["Red"])
    try:
        kept = read_answer(asked, typed)
    except ValueError:
        return
    assert read_answer(asked, kept) == kept


def test_what_is_wanted_at_the_opening_is_wanted_at_the_closing_too():
    early, late = Asked(1, wanted="opening"), Asked(2, wanted="closing")
    other = Asked(3, wanted="closing", for_kinds=["outage"])
    everything = [early, late, other]
    assert lacking(everything, "", {}, closing=False) == [early]
    assert lacking(everything, "", {"2": "x"}, closing=True) == [early]
    assert lacking(everything, "Outage", {"1": "x", "2": "y"}, closing=True) == [other]
    assert asked_of(other, "") is False
