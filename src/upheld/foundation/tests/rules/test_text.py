"""One spelling per text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.text import (
    NotUnderstood,
    comparable,
    fingerprint,
    initials,
    one_line,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a \t b\r\nc\N{NO-BREAK SPACE}d ", "a b c d"),
        ("e\u0301", "é"),
        ("a\0b", "a b"),
        ("", ""),
    ],
)
def test_one_line(text, line):
    assert one_line(text) == line


@given(st.text())
def test_one_line_and_comparable_are_settled(text):
    assert one_line(one_line(text)) == one_line(text)
    assert comparable(comparable(text)) == comparable(text)


def test_names_compare_without_case_accents_and_spacing():
    assert comparable("  CAFÉ  Müller ") == comparable("cafe muller")
    assert comparable("Straße") == "strasse"
    assert comparable("Acme") != comparable("Acne")


def test_fingerprints_ignore_spacing_and_keep_case():
    assert fingerprint("Paid  within\n30 days") == fingerprint("Paid within 30 days ")
    assert fingerprint("Customer") != fingerprint("customer")
    assert len(fingerprint("")) == 64


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Beatriz Souza", "AS"),
        ("acme", "A"),
        ("(ret.) Jo van Dam", "JD"),
        ("", ""),
        ("!!", ""),
        ("émile zola", "ÉZ"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_refusal_says_why_and_what_to_do():
    refusal = NotUnderstood("code", "typed", "It is wrong.", "Do it so.")
    assert str(refusal) == "It is wrong. Do it so."
    assert str(NotUnderstood("code", "typed", "It is wrong.")) == "It is wrong."
