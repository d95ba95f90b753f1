"""What is left until something is due is said as people say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upheld.desk.models import Ticket
from upheld.desk.models.ticket import NEVER
from upheld.desk.queries.ticket_board import due_words

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(seconds=20), "Due in 1 min"),
        (timedelta(minutes=45), "Due in 45 min"),
        (timedelta(hours=20, minutes=27), "Due in 20 h"),
        (timedelta(hours=47, minutes=59), "Due in 47 h"),
        (timedelta(days=2, hours=5), "Due in 2 days"),
        (timedelta(hours=-3, minutes=-10), "Overdue by 3 h"),
        (timedelta(days=-4), "Overdue by 4 days"),
    ],
)
def test_is_said_roughly(away, said):
    assert due_words(Ticket(next_due_at=NOW + away), NOW)[0] == said


def test_what_is_never_due_says_nothing():
    assert due_words(Ticket(next_due_at=NEVER), NOW) == ("", "neutral")
