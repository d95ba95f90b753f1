"""One value, one sequence of bytes."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.record.canonical import NotCanonical, canonical_json

texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"),
    max_size=12,
).map(lambda text: unicodedata.normalize("NFC", text))
whole = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.none() | st.booleans() | whole | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({}, "{}"),
        ([], "[]"),
        (None, "null"),
        ([True, False], "[true,false]"),
        ({"b": 1, "a": [1, {"d": None, "c": ""}]}, '{"a":[1,{"c":"","d":null}],"b":1}'),
        ((1, 2), "[1,2]"),
        (-0, "0"),
        (2**63 - 1, "9223372036854775807"),
        ("é", '"é"'),
        ("e\u0301", '"é"'),
        ('a"b\\c/d', '"a\\"b\\\\c/d"'),
        ("\b\t\n\f\r", '"\\b\\t\\n\\f\\r"'),
        ("\x01\x1f\x7f", '"\\u0001\\u001f\x7f"'),
        ("\u2028€", '"\u2028€"'),
    ],
)
def test_writes(value, written):
    assert canonical_json(value) == written.encode()


def test_orders_keys_by_utf_16_as_rfc_8785_shows():
    # The example of RFC 8785, 3.2.3: by code point the last two would change places.
    keys = ["\u20ac", "\r", "\u05d3", "1", "\U0001f600", "\u0080", "\u00f6"]
    given_order = {key: place for place, key in enumerate(keys)}
    expected = ["\r", "1", "\u0080", "\u00f6", "\u05d3", "\u20ac", "\U0001f600"]
    assert list(json.loads(canonical_json(given_order))) == expected
    assert list(json.loads(canonical_json({"\ue000": 1, "\U0001f600": 2}))) == [
        "\U0001f600",
        "\ue000",
    ]


@given(values)
def test_reads_back_as_what_was_written(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(texts, whole, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value, chance):
    keys = list(value)
    chance.shuffle(keys)
    assert canonical_json({key: value[key] for key in keys}) == canonical_json(value)


@given(values, values)
def test_different_values_differ(one, other):
    # 1 == True in Python, so they are compared by what JSON tells apart.
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical_json(one) == canonical_json(other)) == same


@pytest.mark.parametrize(
    ("value", "code", "path"),
    [
        (1.0, "fraction", ""),
        ({"lines": [{}, {"price": 1.5}]}, "fraction", "lines[1].price"),
        (float("nan"), "fraction", ""),
        (2**63, "number_too_large", ""),
        (-(2**63) - 1, "number_too_large", ""),
        (Decimal(1), "unknown_type", ""),
        (datetime(2026, 1, 1, tzinfo=UTC), "unknown_type", ""),
        (b"a", "unknown_type", ""),
        ({1: "a"}, "key_not_text", ""),
        ({"é": 1, "e\u0301": 2}, "key_twice", "e\u0301"),
        ("a\0b", "text_not_writable", ""),
        (["\ud800"], "text_not_writable", "[0]"),
        ({"\udfff": 1}, "text_not_writable", "\udfff"),
    ],
)
def test_refuses(value, code, path):
    with pytest.raises(NotCanonical) as refused:
        canonical_json(value)
    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize("around", [lambda inner: [inner], lambda inner: {"a": inner}])
def test_sixty_four_levels_fit_and_no_more(around):
    deep: object = 1
    for _ in range(64):
        deep = around(deep)
    assert canonical_json(deep)  # type: ignore[arg-type]
    with pytest.raises(NotCanonical) as refused:
        canonical_json(around(deep))
    assert refused.value.code == "too_deep"


def test_refuses_what_is_nested_without_end():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(NotCanonical) as refused:
        canonical_json(endless)  # type: ignore[arg-type]
    assert refused.value.code == "too_deep"
