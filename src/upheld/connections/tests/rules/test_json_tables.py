from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from upheld.connections.rules.readers import open_table
from upheld.connections.rules.tables import Row, Table
from upheld.connections.rules.unreadable import Unreadable


def read(content: bytes | str) -> tuple[Table, list[Row]]:
    raw = content.encode() if isinstance(content, str) else content
    with open_table(io.BytesIO(raw)) as table:
        return table, list(table.rows())


def refusal(content: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return caught.value.code


ITEMS = [{"id": 1, "name": "A"}, {"id": 2, "mail": "b@x"}]
ROWS = [
    {"id": "1", "name": "A", "mail": ""},
    {"id": "2", "name": "", "mail": "b@x"},
]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (json.dumps(ITEMS), "json"),
        (json.dumps(ITEMS, indent=3), "json"),
        (json.dumps({"total": 2, "meta": {"x": [1]}, "items": ITEMS}), "json"),
        (json.dumps({"total": 2, "items": ITEMS, "next": None}, indent=1), "json"),
        ("\n".join(json.dumps(one) for one in ITEMS), "json lines"),
        ("\ufeff" + "\r\n".join(json.dumps(one) for one in ITEMS) + "\r\n", "json lines"),
    ],
)
def test_every_shape_of_a_table_is_read(content: str, form: str) -> None:
    table, rows = read(content)
    assert (table.format, [row.values for row in rows]) == (form, ROWS)
    assert [row.number for row in rows] == [1, 2]
    assert table.rows_expected == 2


def test_utf_16_and_gzip() -> None:
    _, rows = read(json.dumps(ITEMS).encode("utf-16"))
    assert [row.values for row in rows] == ROWS
    _, rows = read(gzip.compress(json.dumps(ITEMS).encode()))
    assert [row.values for row in rows] == ROWS


def test_rows_know_their_lines() -> None:
    _, rows = read('[\n {"a": 1},\n\n {"a":\n 2}\n]\n')
    assert [(row.number, row.line) for row in rows] == [(1, 2), (2, 4)]


def test_numbers_keep_the_text_that_stood_there() -> None:
    _, rows = read('[{"a": 1.10, "b": 123456789012345678901234567890, "c": 1e3, "d": true}]')
    assert rows[0].values == {
        "a": "1.10", "b": "123456789012345678901234567890", "c": "1e3", "d": "true",
    }  # fmt: skip


def test_nested_objects_become_columns_and_lists_stay_json() -> None:
    _, rows = read('[{"a": {"b": {"c": 1}}, "tags": ["x", "y"], "none": [], "d": {}}]')
    assert rows[0].values == {"a.b.c": "1", "tags": '["x", "y"]', "none": "", "d": ""}


def test_a_name_given_twice_refuses_its_row() -> None:
    _, rows = read('[{"a": 1, "a": 2}, {"a": 3}]')
    assert [[one.code for one in row.problems] for row in rows] == [["name_repeated"], []]


def test_an_item_that_is_no_object_refuses_its_row() -> None:
    _, rows = read('[{"a": 1}, 5, {"a": 2}]')
    assert [[one.code for one in row.problems] for row in rows] == [[], ["not_an_object"], []]


def test_nul_in_a_value_refuses_its_row() -> None:
    _, rows = read('[{"a": "x\\u0000y"}]')
    assert [one.code for one in rows[0].problems] == ["nul"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('[{"a": 1}] trailing', "damaged_json"),
        ('[{"a": 1},]', "damaged_json"),
        ('{"a": 1}\n{"a": ', "damaged_json"),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "several_lists"),
        ('{\n"a": [{"b": 1}],\n"c": [{"d": 1}]}', "several_lists"),
        ('{\n"a": {"b": 1}}', "not_a_table"),
        ("[]", "empty"),
        ("[{}]", "empty"),
    ],
)
def test_what_holds_no_table_is_refused(content: str, code: str) -> None:
    assert refusal(content) == code


TEXTS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NAMES = some.text("abcdef", min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(
    some.lists(some.dictionaries(NAMES, TEXTS, min_size=1), min_size=1, max_size=5),
    some.booleans(),
    some.sampled_from([None, 1]),
)
def test_writing_and_reading_back_gives_the_same(items, lines, indent) -> None:
    text = (
        "\n".join(json.dumps(one) for one in items) if lines else json.dumps(items, indent=indent)
    )
    _, rows = read(text)
    assert [{k: v for k, v in row.values.items() if v} for row in rows] == [
        {k: v for k, v in one.items() if v} for one in items
    ]
