"""What programs send is read strictly: storable, finite, each name once, and not too deep."""

from __future__ import annotations

import pytest

from upheld.foundation.doors.body import Unreadable, read_body, unreadable


@pytest.mark.parametrize(
    ("body", "why", "field"),
    [
        (b'{"name": "a\\u0000b"}', "holds a NUL", "name"),
        (b'{"gaps": [{"need": "\\ud800"}]}', "half of a character", "gaps.0.need"),
        (b'{"\\u0000": 1}', "A name in the body", ""),
        (b'{"a": 1, "a": 2}', "stands twice", ""),
        (b'{"a": NaN}', "NaN is no number", ""),
        (b'{"a": -Infinity}', "-Infinity is no number", ""),
        (b'{"a": 1e999}', "too large", ""),
        (b'{"a": ' + b"9" * 5000 + b"}", "too large", ""),
        (b"[" * 60 + b"]" * 60, "deeper than 50", ""),
        (b"[" * 100_000, "deeper than 50", ""),
        (b"\xff\xfe", "UTF-8", ""),
        (b"{", "line 1", ""),
    ],
)
def test_what_is_not_one_storable_thing_is_refused_with_a_sentence(body, why, field):
    with pytest.raises(Unreadable, match=why) as caught:
        read_body(body)

    assert caught.value.field == field
    assert unreadable(caught.value).code == "invalid_input"


def test_pairs_of_surrogates_and_all_else_come_through():
    assert read_body(b'{"a": "\\ud83d\\ude00 \\u00e9", "b": [1, 2.5, null]}') == {
        "a": "😀 é",
        "b": [1, 2.5, None],
    }


def test_any_other_fault_says_no_more_than_that():
    assert "cannot be read" in unreadable(KeyError("secret")).why
