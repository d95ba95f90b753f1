"""Which agreement covers a day, and what is said where none does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from upheld.desk.rules.coverage import (
    AGREEMENT_OVER,
    BY_AGREEMENT,
    NO_AGREEMENT,
    Term,
    covering,
)

YEAR = Term(12, date(2026, 1, 1), date(2027, 1, 1))
NEXT = Term(19, date(2026, 7, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("terms", "day", "expected"),
    [
        ([], date(2026, 3, 1), (NO_AGREEMENT, None)),
        ([YEAR], date(2026, 1, 1), (BY_AGREEMENT, 12)),
        ([YEAR], date(2025, 12, 31), (AGREEMENT_OVER, 12)),
        ([YEAR], date(2026, 12, 31), (BY_AGREEMENT, 12)),
        ([YEAR], date(2027, 1, 1), (AGREEMENT_OVER, 12)),
        ([YEAR, NEXT], date(2026, 6, 30), (BY_AGREEMENT, 12)),
        ([NEXT, YEAR], date(2026, 7, 1), (BY_AGREEMENT, 19)),
    ],
)
def test_the_day_decides(terms, day, expected):
    assert covering(terms, day) == expected


def test_one_that_was_ended_early_holds_to_the_day_before():
    ended = Term(12, YEAR.starts_on, YEAR.ends_on, date(2026, 3, 10))
    assert covering([ended], date(2026, 3, 9)) == (BY_AGREEMENT, 12)
    assert covering([ended], date(2026, 3, 10)) == (AGREEMENT_OVER, 12)
    assert covering([ended], ended.ends_on + timedelta(days=1)) == (AGREEMENT_OVER, 12)
