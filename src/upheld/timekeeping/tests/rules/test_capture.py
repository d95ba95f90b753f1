"""The capture line, by table and by property."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.timekeeping.rules.capture import LONGEST_LINE, read_line
from upheld.timekeeping.rules.capture_printing import written_duration, written_line
from upheld.timekeeping.rules.capture_words import Meaning

ZONE = "Europe/Berlin"
BERLIN = ZoneInfo(ZONE)
# A Wednesday, 17:00 in Berlin.
AT = datetime(2026, 11, 4, 16, tzinfo=UTC)
TODAY = date(2026, 11, 4)
MINUTE = 60


def berlin(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


CASES: list[tuple[str, dict[str, Any]]] = [
    ("acme vpn down 25m", {"text": "acme vpn down", "seconds": 25 * MINUTE}),
    (
        "#1042 45m replaced switch",
        {"ticket": 1042, "text": "replaced switch", "seconds": 45 * MINUTE},
    ),
    (
        "deal acme-refresh 1h demo prep",
        {"work": "deal", "work_name": "acme-refresh", "text": "demo prep", "seconds": 60 * MINUTE},
    ),
    (
        "internal 30m tuned backup alerts",
        {"work": "internal", "text": "tuned backup alerts", "seconds": 30 * MINUTE},
    ),
    ("Training 2h firewall course", {"work": "training", "seconds": 120 * MINUTE}),
    ("procedure backup-restore 20m", {"work": "procedure", "work_name": "backup-restore"}),
    ("acme x 1h15", {"seconds": 75 * MINUTE}),
    ("acme x 1h15m", {"seconds": 75 * MINUTE}),
    ("acme x 1.25h", {"seconds": 75 * MINUTE}),
    ("acme x 1,25h", {"seconds": 75 * MINUTE}),
    ("acme x 1:15", {"seconds": 75 * MINUTE}),
    ("acme x 90 min", {"seconds": 90 * MINUTE, "text": "acme x"}),
    ("acme x 90min", {"seconds": 90 * MINUTE}),
    ("acme x 2 hours", {"seconds": 120 * MINUTE}),
    ("acme x 25M.", {"seconds": 25 * MINUTE}),
    ("acme x 1h75", {"seconds": None, "text": "acme x 1h75"}),
    ("acme x 25", {"seconds": None, "text": "acme x 25"}),
    ("acme replaced 5m cable 25m", {"seconds": 25 * MINUTE, "text": "acme replaced 5m cable"}),
    (
        "acme x 9:10-9:35",
        {"seconds": 25 * MINUTE, "starts_at": berlin(4, 9, 10), "ends_at": berlin(4, 9, 35)},
    ),
    ("acme x 9\u20139:35", {"seconds": 35 * MINUTE, "starts_at": berlin(4, 9)}),
    ("acme 2-3 users locked out 5m", {"text": "acme 2-3 users locked out", "starts_at": None}),
    (
        "acme x 23:50-0:20",
        {"seconds": 30 * MINUTE, "starts_at": berlin(3, 23, 50), "ends_at": berlin(4, 0, 20)},
    ),
    (
        "acme x monday 23:50-0:20",
        {"seconds": 30 * MINUTE, "starts_at": berlin(2, 23, 50), "day": date(2026, 11, 2)},
    ),
    ("acme x 22:00-24:00", {"seconds": 120 * MINUTE, "ends_at": berlin(4, 0)}),
    ("acme x 18:00-19:00", {"starts_at": berlin(3, 18)}),
    ("acme x 16:30-17:30", {"starts_at": berlin(4, 16, 30), "seconds": 60 * MINUTE}),
    ("acme x yesterday 25m", {"day": date(2026, 11, 3), "starts_at": None}),
    (
        "acme x yesterday 14:00 25m",
        {"day": date(2026, 11, 3), "starts_at": berlin(3, 14), "ends_at": berlin(3, 14, 25)},
    ),
    ("acme x yesterday 9:10 25m", {"starts_at": berlin(3, 9, 10), "seconds": 25 * MINUTE}),
    ("acme x 14:00 25m", {"day": None, "starts_at": berlin(4, 14), "seconds": 25 * MINUTE}),
    ("acme x 18:00 25m", {"starts_at": berlin(3, 18)}),
    ("acme x monday 25m", {"day": date(2026, 11, 2)}),
    ("acme x Thursday 25m", {"day": date(2026, 10, 29)}),
    ("acme x wednesday 25m", {"day": TODAY}),
    ("acme x 2026-11-03 25m", {"day": date(2026, 11, 3)}),
    ("acme x 2026-13-03 25m", {"day": None, "text": "acme x 2026-13-03"}),
    (
        "acme x !1 @dana +vpn +urgent 5m",
        {"priority": 1, "people": ("dana",), "tags": ("vpn", "urgent"), "text": "acme x"},
    ),
    ("acme x @dana @ruth.adler 5m", {"people": ("dana", "ruth.adler"), "text": "acme x"}),
    ("acme x @a @b @c", {"people": ("a", "b"), "text": "acme x @c"}),
    ("acme x !5 5m", {"priority": None, "text": "acme x !5"}),
    ("acme rang from +44 20 7946 5m", {"tags": (), "text": "acme rang from +44 20 7946"}),
    ("acme +vpn +VPN x", {"tags": ("vpn",)}),
    ("#1042 45m replaced switch close", {"closes": True, "text": "replaced switch"}),
    ("#1042 close 45m", {"closes": True, "text": ""}),
    ("acme close port 25 10m", {"closes": False, "text": "acme close port 25"}),
    ("deal acme-refresh ask them to close 1h", {"closes": False, "text": "ask them to close"}),
    ("#1042 see also #1000 5m", {"ticket": 1042, "text": "see also #1000"}),
    ("#1042 internal meeting 5m", {"work": "", "text": "internal meeting"}),
    ("5m internal tuning", {"work": "internal", "text": "tuning"}),
    ("deal 5m", {"work": "", "text": "deal"}),
    ("#1042: 5m", {"ticket": 1042}),
    ("#abc 5m", {"ticket": None, "text": "#abc"}),
    ("  acme\t vpn\x00down  25m\n", {"text": "acme vpn down"}),
    ("acme x 14:00", {"starts_at": berlin(4, 14), "ends_at": None, "seconds": None}),
]


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_what_a_line_says(typed: str, expected: dict[str, Any]) -> None:
    line = read_line(typed, AT, ZONE)
    assert line.problems == ()
    assert {name: getattr(line, name) for name in expected} == expected


PROBLEMS = [
    ("", ["nothing_typed"]),
    (" \n\x00", ["nothing_typed"]),
    ("25m", ["nothing_to_log_on"]),
    ("@dana !1 close", ["nothing_to_log_on"]),
    ("acme x 0m", ["no_time_spent"]),
    ("acme x 25h", ["longer_than_a_day"]),
    ("acme x 24h", []),
    ("acme x 2026-11-05 25m", ["in_the_future"]),
    ("acme x today 17:01 5m", ["in_the_future"]),
    ("acme x today 17:00 5m", []),
    ("0m 2027-01-01", ["nothing_to_log_on", "no_time_spent", "in_the_future"]),
    ("x" * (LONGEST_LINE + 1), ["line_too_long"]),
    ("x" * LONGEST_LINE, []),
    ("acme x 2026-03-29 2:30-3:30", ["clock_does_not_exist"]),
    ("acme x 2026-03-29 1:30-2:30", ["clock_does_not_exist"]),
    ("acme x 2026-03-29 02:30 5m", ["clock_does_not_exist"]),
]


@pytest.mark.parametrize(("typed", "codes"), PROBLEMS)
def test_what_cannot_be_saved_says_why(typed: str, codes: list[str]) -> None:
    problems = read_line(typed, AT, ZONE).problems
    assert [problem.code for problem in problems] == codes
    assert all(problem.why.endswith(".") and problem.remedy.endswith(".") for problem in problems)


def test_hours_that_clocks_skip_or_repeat_are_counted_as_they_passed() -> None:
    spring = read_line("acme x 2026-03-29 1:30-3:30", AT, ZONE)
    assert spring.seconds == 60 * MINUTE
    autumn = read_line("acme x 2026-10-25 1:30-3:30", AT, ZONE)
    assert autumn.seconds == 180 * MINUTE


def test_chips_stand_where_the_words_were_typed() -> None:
    typed = "acme  vpn down 25m !2"
    tokens = read_line(typed, AT, ZONE).tokens
    assert [typed[token.start : token.end] for token in tokens] == typed.split()
    assert [token.meaning for token in tokens] == [
        Meaning.TEXT, Meaning.TEXT, Meaning.TEXT, Meaning.DURATION, Meaning.PRIORITY,
    ]  # fmt: skip


def test_the_day_is_that_of_the_person_not_of_the_server() -> None:
    late = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
    assert read_line("acme x today 5m", late, ZONE).day == TODAY
    assert read_line("acme x today 5m", late, "America/New_York").day == date(2026, 11, 3)


TYPED = (
    "acme vpn down #1 #2042 !1 !4 !9 @dana @bo.b +tag +Tag +44 25m 5m 1h15 1.25h 0,5h 1:15 14:00 "
    "09:10 9:10 23:50-0:20 9:10-9:35 8-9 yesterday today monday 2026-11-03 2026-02-30 2027-01-01 "
    "close deal internal training procedure 25 m min h 0m 30h 7.333m 24:00 22:00-24:00 , : # @ + !"
)
PIECES = st.sampled_from(TYPED.split())
LINES = st.lists(PIECES, max_size=9).map(" ".join)
MOMENTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([ZONE, "America/New_York", "Asia/Kathmandu", "UTC", "Australia/Lord_Howe"])


@settings(max_examples=600)
@given(LINES | st.text(max_size=80), MOMENTS, ZONES)
def test_what_was_understood_printed_is_understood_the_same(
    typed: str, at: datetime, zone: str
) -> None:
    line = read_line(typed, at, zone)
    assert read_line(written_line(line, zone), at, zone).said == line.said


@settings(max_examples=300)
@given(st.text(max_size=LONGEST_LINE + 10) | LINES, MOMENTS, ZONES)
def test_any_text_is_read_or_says_why_and_no_word_is_lost(
    typed: str, at: datetime, zone: str
) -> None:
    line = read_line(typed, at, zone)
    if not line.problems:
        assert line.text or line.ticket is not None or line.work
        assert line.seconds is None or 0 < line.seconds <= 24 * 3600
        assert line.starts_at is None or line.starts_at <= at
    texts = [token.typed for token in line.tokens if token.meaning is Meaning.TEXT]
    assert " ".join(texts) == line.text
    ends = [0, *(token.end for token in line.tokens)]
    assert all(token.start >= end for token, end in zip(line.tokens, ends, strict=False))


@given(st.integers(0, 24 * 3600))
def test_any_length_of_time_can_be_typed(seconds: int) -> None:
    line = read_line(f"acme x {written_duration(seconds)}", AT, ZONE)
    assert line.seconds == seconds
