"""Whether work on a ticket is covered: the page says what logged time will say."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from upheld.desk.queries.ticket_cover import TermShown, cover_of
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.tests.conftest import MONDAY

DAY = date(2026, 3, 9)


def term(number, days, sow=0):
    return TermShown.read(number, "x", sow, days)


@pytest.mark.parametrize(
    ("terms", "covered", "agreement", "sow"),
    [
        ([], False, None, 0),
        ([term(1, "2026-01-01|2027-01-01||5000", 7)], True, 1, 7),
        ([term(1, "2025-01-01|2026-03-09||5000", 7)], False, 1, 0),
        ([term(1, "2026-01-01|2027-01-01|2026-02-01|5000")], False, 1, 0),
        ([term(1, "2026-04-01|2027-01-01||5000")], False, 1, 0),
        ([term(1, "2026-01-01|2027-01-01||0", 7)], False, None, 7),
        ([term(1, "2026-01-01|2027-01-01||0", 7), term(2, "2026-02-01|2027-01-01||1", 9)],
         True, 2, 9),
    ],
)  # fmt: skip
def test_is_decided_by_the_day(terms, covered, agreement, sow):
    found = cover_of(terms, DAY)
    assert (found.is_covered, found.agreement, found.sow) == (covered, agreement, sow)


def test_the_page_says_that_nothing_covers_it(world, vpn, browser, at_monday):
    found = ticket_page(vpn, world.dana, MONDAY).cover
    assert found is not None
    assert not found.is_covered
    shown = browser("dana").get(reverse("ticket", args=[1])).content.decode()
    assert "Outside any agreement" in shown
