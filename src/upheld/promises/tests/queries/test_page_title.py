"""A promise's page is called by what was promised, not by a number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from upheld.promises.models import Source
from upheld.promises.operations.offering import offer_promise
from upheld.promises.queries.promises import LONGEST_TITLE, promise_page

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
LONG = "We ring every branch on the first Monday of each month, ask what went wrong, and " * 3


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Weekend visits", "Weekend visits"),
        ("Restore test: One server restored within four hours", "Restore test"),
        ("The report goes out today.", "The report goes out today"),
        ("09:00 to 17:00", "09:00 to 17:00"),
    ],
)
def test_is_what_was_promised(world, words, title):
    made = offer_promise(words=words, source=Source.MEETING, by=world.lena, at=MONDAY)
    page = promise_page(made, world.lena, MONDAY, settles=False, makes=True)
    assert page.title == title


def test_ends_at_a_word_when_it_is_long(world):
    made = offer_promise(words=LONG, source=Source.MEETING, by=world.lena, at=MONDAY)
    title = promise_page(made, world.lena, MONDAY, settles=False, makes=True).title
    assert len(title) <= LONGEST_TITLE + 1
    assert title.endswith("…")
    assert LONG.startswith(title.removesuffix("…"))
    assert LONG[len(title) - 1] in " ,"
