"""What a proposal would do to the weeks ahead: on a page, and as a part of the proposal's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.agreements.operations.drafting import draft_proposal, put_deliverable
from upheld.agreements.operations.estimating import estimate_deliverable
from upheld.delivery.tests.conftest import MOVED_MAIL
from upheld.dispatch.queries.proposed import proposal_outlook
from upheld.dispatch.tests.conftest import MONDAY, hours
from upheld.people.operations.functions import give_function
from upheld.playbook.tests.conftest import Doors
from upheld.selling.operations.deals import open_deal

HOUR = 3600
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def proposal(world, acme, plenty_of_hours):
    """A draft with nothing in it."""
    give_function(person=world.people["theo"], function="projects", by=world.ana, at=MONDAY)
    deal = open_deal(
        company=acme, title="Workplaces", owner=world.people["lena"], by=world.lena, at=MONDAY
    )
    return draft_proposal(deal=deal, title="Workplaces", months=12, by=world.lena, at=MONDAY)


@pytest.fixture
def promise(world, proposal):
    """Puts an estimated deliverable into the draft."""

    def promised(seconds: int, due: date, *, title: str = "Mail moved", estimated: bool = True):
        particulars: dict[str, Any] = {**MOVED_MAIL, "title": title, "due_on": due}
        made = put_deliverable(proposal=proposal, by=world.lena, at=MONDAY, **particulars)
        if estimated:
            estimate_deliverable(
                deliverable=made, low_seconds=seconds, likely_seconds=seconds,
                high_seconds=seconds, by=world.dana, at=MONDAY,
            )  # fmt: skip
        return made

    return promised


def test_each_week_says_what_it_has_what_is_added_and_what_is_left(proposal, promise):
    promise(10 * HOUR, date(2026, 3, 20))
    (asked,) = proposal_outlook(proposal, MONDAY).asked
    assert (asked.title, asked.seconds, asked.fits, asked.over) == ("Projects", 36_000, True, ())
    assert [week.monday for week in asked.weeks] == [
        date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23),
    ]  # fmt: skip
    assert sum(week.added for week in asked.weeks) == 36_000
    for week in asked.weeks:
        assert week.left == week.before.available - week.before.used - week.added


def test_weeks_that_it_would_overfill_are_named(proposal, promise):
    promise(300 * HOUR, date(2026, 3, 20))
    (asked,) = proposal_outlook(proposal, MONDAY).asked
    assert not asked.fits
    assert set(asked.over) >= {date(2026, 3, 9), date(2026, 3, 16)}
    assert all(week.left < 0 for week in asked.weeks if week.goes_over)


def test_who_has_room_stands_first(world, proposal, promise, plan):
    give_function(person=world.people["dana"], function="projects", by=world.ana, at=MONDAY)
    plan("theo", hours(10, 9, 17))
    promise(10 * HOUR, date(2026, 3, 13))
    (asked,) = proposal_outlook(proposal, MONDAY).asked
    names = [room.title for room in asked.people]
    assert names.index(world.people["dana"].name) < names.index(world.people["theo"].name)


def test_work_that_is_due_earlier_takes_its_room_first(proposal, promise):
    promise(30 * HOUR, date(2026, 3, 27), title="Later")
    promise(8 * HOUR, date(2026, 3, 13), title="Sooner")
    (asked,) = proposal_outlook(proposal, MONDAY).asked
    assert [title for title, _, _ in asked.answers] == ["Sooner", "Later"]


def test_what_cannot_be_asked_about_is_said(world, proposal, promise):
    promise(HOUR, date(2026, 3, 20), title="Not estimated", estimated=False)
    text = Doors(world, "sam", MONDAY).get(address(proposal)).content.decode()
    assert "Not estimated (not estimated)" in text
    assert "nothing to lay on the weeks" in text


def address(proposal) -> str:
    return f"/capacity/proposals/{proposal.number}"


class TestThePage:
    def test_shows_weeks_people_and_rows(self, world, proposal, promise):
        promise(300 * HOUR, date(2026, 3, 20))
        text = Doors(world, "sam", MONDAY).get(address(proposal)).content.decode()
        for words in (" over</span>", "Left with it", world.people["theo"].name,
                      "/capacity/week?monday=2026-03-09&amp;of=projects#promised"):  # fmt: skip
            assert words in text, words

    def test_comes_as_a_part_where_the_proposal_asks_for_it(self, world, proposal, promise):
        promise(HOUR, date(2026, 3, 20))
        lena = Doors(world, "lena", MONDAY)
        page = lena.get(f"/proposals/{proposal.number}").content.decode()
        assert f'hx-get="{address(proposal)}"' in page
        part = lena.get(address(proposal), **IN_PLACE).content.decode()
        assert "<html" not in part
        assert "Left with it" in part

    def test_reads_as_many_tables_however_much_is_promised(self, world, proposal, promise):
        promise(HOUR, date(2026, 3, 20))
        sam = Doors(world, "sam", MONDAY)
        few = self.queries(sam, proposal)
        for day in range(21, 26):
            promise(HOUR, date(2026, 3, day), title=f"Work {day}")
        assert self.queries(sam, proposal) == few <= 50

    def queries(self, door, proposal):
        with CaptureQueriesContext(connection) as queries:
            assert door.get(address(proposal)).status_code == 200
        return len(queries)

    def test_is_not_there_for_strangers_nor_for_those_who_see_no_capacity(
        self, world, elsewhere, proposal
    ):
        assert Doors(elsewhere, "olga", MONDAY).get(address(proposal)).status_code == 404
        assert Doors(world, "priya", MONDAY).get(address(proposal)).status_code == 403
