"""How a procedure stands on a day."""

from datetime import date

import pytest

from upheld.playbook.rules.standing import Standing, is_due_soon, next_review, standing_on

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("revision", "withdrawn", "review_on", "standing"),
    [
        (0, False, None, Standing.DRAFT),
        (1, False, date(2026, 3, 10), Standing.IN_USE),
        (1, False, date(2026, 3, 9), Standing.IN_USE),
        (1, False, date(2026, 3, 8), Standing.OUTDATED),
        (1, True, date(2026, 3, 8), Standing.WITHDRAWN),
        (0, True, None, Standing.WITHDRAWN),
    ],
)
def test_standing(revision, withdrawn, review_on, standing):
    found = standing_on(DAY, revision=revision, withdrawn=withdrawn, review_on=review_on)
    assert found is standing


def test_a_review_is_due_soon_for_fourteen_days():
    assert is_due_soon(DAY, date(2026, 3, 23))
    assert not is_due_soon(DAY, date(2026, 3, 24))
    assert not is_due_soon(DAY, date(2026, 3, 8))
    assert next_review(DAY, 180) == date(2026, 9, 5)
