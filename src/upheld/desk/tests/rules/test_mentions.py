"""Who is named in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.desk.rules.mentions import MOST_NAMED, named_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@dana look", ("dana",)),
        ("look, @Dana.", ("dana",)),
        ("(@dana) and @theo-b, @dana again", ("dana", "theo-b")),
        ("ruth@acme.example", ()),
        ("https://acme.example/@dana", ()),
        ("dana", ()),
        ("@ dana", ()),
        ("a@b@dana", ()),
        ("@dana@acme.example", ()),
        ("@1st_line", ("1st_line",)),
    ],
)
def test_names_whoever_stands_after_the_sign_alone(text, named):
    assert named_in(text) == named


@given(st.text(max_size=500))
def test_any_text_names_few_and_each_once(text):
    found = named_in(text)
    assert len(found) <= MOST_NAMED
    assert len(set(found)) == len(found)
    assert all(f"@{name}" in text.lower() for name in found)


@given(st.lists(st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), max_size=MOST_NAMED))
def test_what_is_written_with_the_sign_is_found(handles):
    text = " ".join(f"@{one}" for one in handles)
    assert named_in(text) == tuple(dict.fromkeys(handles))
