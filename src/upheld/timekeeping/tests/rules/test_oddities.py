"""What is odd about time, at each limit and on both sides of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from upheld.timekeeping.rules.deciding import NOT_KEPT, OWN_RULES, said_of
from upheld.timekeeping.rules.oddities import Limits, Seen, oddities

DAY = date(2026, 3, 9)
HOUR = 3600


def codes(limits: Limits | None = None, **more: Any) -> list[str]:
    usual: dict[str, Any] = {
        "worked_on": DAY, "entered_on": DAY, "seconds": HOUR, "note": "Done",
        "day_seconds": HOUR, "usual_seconds": 8 * HOUR,
    }  # fmt: skip
    return [one.code for one in oddities(Seen(**(usual | more)), limits or Limits())]


def test_an_entry_is_right_by_itself():
    assert codes() == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"entered_on": DAY + timedelta(days=3)}, []),
        ({"entered_on": DAY + timedelta(days=4)}, ["entered_late"]),
        ({"usual_seconds": 0}, ["day_off"]),
        ({"day_seconds": 10 * HOUR}, []),
        ({"day_seconds": 10 * HOUR + 1}, ["long_day"]),
        ({"day_seconds": 12 * HOUR}, []),
        ({"overlaps": "Printer"}, ["overlap"]),
        ({"outside": "Agreement 12 was not active."}, ["outside_agreement"]),
        ({"estimate_seconds": 2 * HOUR, "target_seconds": 4 * HOUR}, []),
        ({"estimate_seconds": 2 * HOUR, "target_seconds": 4 * HOUR + 1}, ["over_estimate"]),
        ({"estimate_seconds": 2 * HOUR, "target_seconds": 6 * HOUR}, []),
        ({"estimate_seconds": None, "target_seconds": 600 * HOUR}, []),
        ({"seconds": 4 * HOUR, "note": ""}, []),
        ({"seconds": 4 * HOUR + 1, "note": " "}, ["long_without_note"]),
        ({"seconds": 4 * HOUR + 1, "note": "Rack moved"}, []),
    ],
)
def test_each_limit(more, expected):
    assert codes(**more) == expected


def test_all_that_is_odd_is_said_at_once():
    assert codes(
        usual_seconds=0, entered_on=DAY + timedelta(days=9), seconds=5 * HOUR, note="", overlaps="x"
    ) == ["day_off", "overlap", "entered_late", "long_without_note"]


def test_what_the_company_set_moves_the_limits():
    assert codes(Limits(late_days=10), entered_on=DAY + timedelta(days=9)) == []


class TestRulesInWords:
    def test_name_what_they_went_by(self):
        assert said_of("own.work", "", OWN_RULES).words.startswith("Work on ourselves")
        assert said_of("", "", OWN_RULES).words == NOT_KEPT
        assert "gone.rule" in said_of("gone.rule", "7", OWN_RULES).words
