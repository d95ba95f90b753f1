"""Effort as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.effort import (
    decimal_hours_rounded,
    read_effort,
    written_effort,
)
from upheld.foundation.values.text import NotUnderstood


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("25m", 1_500),
        ("25 min", 1_500),
        ("90 minutes", 5_400),
        ("1h", 3_600),
        ("1h15", 4_500),
        ("1h 15m", 4_500),
        ("1 h 15 m", 4_500),
        ("1 hour 15 minutes", 4_500),
        ("1H15M", 4_500),
        ("1.25h", 4_500),
        ("1,25 h", 4_500),
        (".5h", 1_800),
        ("1:15", 4_500),
        ("0:05", 300),
        ("100:00", 360_000),
        ("1h05", 3_900),
        ("1h5", 3_900),
        ("45s", 45),
        ("1 h 15 m 30 s", 4_530),
        ("0m", 0),
        ("0.3333h", 1_200),
        ("1.5m", 90),
        (" 2hrs ", 7_200),
    ],
)
def test_reads(text, seconds):
    assert read_effort(text) == seconds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "effort_not_understood"),
        ("soon", "effort_not_understood"),
        ("1:75", "effort_not_understood"),
        ("1h75", "effort_not_understood"),
        ("1:5", "effort_not_understood"),
        ("-1h", "effort_not_understood"),
        ("15m 1h", "effort_not_understood"),
        ("1d", "effort_not_understood"),
        ("h", "effort_not_understood"),
        ("1.2.3h", "effort_not_understood"),
        ("٣h", "effort_not_understood"),
        ("25", "effort_without_unit"),
        ("1.25", "effort_without_unit"),
        ("20000h", "effort_too_long"),
    ],
)
def test_refuses_with_a_reason(text, code):
    with pytest.raises(NotUnderstood) as refused:
        read_effort(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "unit", "seconds"), [("25", 60, 1_500), ("1.25", 3600, 4_500), ("1h", 60, 3_600)]
)
def test_a_column_may_say_what_bare_numbers_count(text, unit, seconds):
    assert read_effort(text, bare_unit=unit) == seconds


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 m"), (45, "45 s"), (1_500, "25 m"), (3_600, "1 h"), (4_530, "1 h 15 m 30 s")],
)
def test_writes(seconds, text):
    assert written_effort(seconds) == text
    assert written_effort(-seconds) == (f"-{text}" if seconds else text)


@given(st.integers(0, 36_000_000))
def test_reads_back_what_it_writes(seconds):
    assert read_effort(written_effort(seconds)) == seconds


@given(st.text(alphabet="0123456789.,: hmsin", max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        seconds = read_effort(text)
    except NotUnderstood:
        return
    assert 0 <= seconds <= 36_000_000


@pytest.mark.parametrize(
    ("seconds", "places", "text"),
    [
        (4_500, 2, "1.25"),
        (60, 2, "0.02"),
        (18, 2, "0.00"),
        (54, 2, "0.02"),
        (-4_500, 2, "-1.25"),
        (-1, 1, "0.0"),
        (5_400, 0, "2"),
        (617_848_992, 2, "171624.72"),
    ],
)
def test_decimal_hours(seconds, places, text):
    assert decimal_hours_rounded(seconds, places) == text
