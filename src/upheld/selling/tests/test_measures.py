"""What is measured of selling, against figures counted by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, MeasureRow, breakdown_of, figure_of, measure_called
from upheld.selling.models import MeetingGuest
from upheld.selling.operations.closing import lose_deal, win_deal
from upheld.selling.operations.deals import open_deal
from upheld.selling.operations.debriefs import debrief
from upheld.selling.operations.preparing import huddle
from upheld.selling.operations.ratings import ask_for_ratings, rate_meeting


@pytest.fixture
def ask(sale):
    def asked(by=None, until=30, **only):
        end = sale.at + timedelta(days=until)
        return Ask(Period(sale.at - timedelta(days=1), end), end, by, only)

    return asked


@pytest.fixture
def deals(sale):
    """Sixteen of 24 ended deals of Lena's are won, and four of Marek's are lost."""
    world, at = sale.world, sale.at + timedelta(days=1)
    for place in range(28):
        owner = world.people["marek" if place >= 24 else "lena"]
        deal = open_deal(
            company=sale.acme,
            title=f"Deal {place}",
            owner=owner,
            origin="hunted" if place < 10 else "inbound",
            by=world.lena,
            at=sale.at,
        )
        if place < 16:
            win_deal(deal=deal, by=world.system, at=at)
        else:
            lose_deal(deal=deal, reason="Price", lost_to="Fjord", by=world.lena, at=at)


def test_the_win_rate_counts_deals_that_ended(deals, ask):
    figure = figure_of("win_rate", ask())
    assert (figure.n, figure.value) == (28, 571_429)
    assert figure.interval
    assert figure.interval.contains(571_429)


def test_open_deals_and_other_periods_are_left_out(deals, ask, sale):
    assert figure_of("win_rate", ask(until=1)).n == 0
    assert not figure_of("win_rate", ask(until=1)).is_enough


def test_it_is_broken_down_and_narrowed(deals, ask, sale):
    by_person = {
        one.title: (f.n, f.value) for one, f in breakdown_of("win_rate", ask("person")).items()
    }
    assert by_person == {"Lena Brandt": (24, 666_667), "Marek Novak": (4, None)}
    by_origin = {one.title: f.n for one, f in breakdown_of("win_rate", ask("origin")).items()}
    assert by_origin == {"Hunted": 10, "Inbound": 18}
    lena = sale.world.people["lena"].pk
    assert figure_of("win_rate", ask(person=lena)).n == 24


def test_its_rows_page_to_the_end_without_doubles(deals, ask):
    rows: list[MeasureRow] = []
    after = ""
    while page := measure_called("win_rate").rows(ask(), after, 5):
        rows += page
        after = page[-1].after
    assert len(rows) == 28
    assert len({row.title for row in rows}) == 28
    assert sum(row.said == "won" for row in rows) == 16
    assert {row.said for row in rows} == {"won", "lost to Fjord"}


@pytest.fixture
def meetings(sale):
    """Twenty meetings: fourteen huddled, of which eight met their goal; rated 1 to 5 in turn."""
    world = sale.world
    for place in range(20):
        start = sale.at + timedelta(days=place, hours=2)
        meeting = sale.meeting(
            title=f"Call {place}", starts_at=start, ends_at=start + timedelta(hours=1)
        )
        if place < 14:
            huddle(
                meeting=meeting,
                goal="Ground",
                seats={world.people["lena"]: "lead"},
                by=world.lena,
                at=sale.at,
            )
        over = start + timedelta(hours=2)
        debrief(
            meeting=meeting,
            result="met" if place < 8 or place > 13 else "not_met",
            no_next_step_because="None",
            by=world.lena,
            at=over,
        )
        ask_for_ratings(meeting=meeting, by=world.lena, at=over)
        guest = MeetingGuest.objects.get(meeting=meeting)
        rate_meeting(guest=guest, rating=place % 5 + 1, by=world.system, at=over)


def test_preparedness_is_the_share_of_fours_and_fives(meetings, ask):
    figure = figure_of("preparedness", ask())
    assert (figure.n, figure.value) == (20, 400_000)
    ratings = [row.said for row in measure_called("preparedness").rows(ask(), "", 50)]
    assert sorted(ratings) == sorted(f"{n % 5 + 1} of 5" for n in range(20))
    by_person = breakdown_of("preparedness", ask("person"))
    assert [(one.title, f.n) for one, f in by_person.items()] == [("Lena Brandt", 20)]


def test_huddles_and_goals(meetings, ask):
    huddled = figure_of("huddled", ask())
    assert (huddled.n, huddled.value) == (20, 700_000)
    # A goal that nobody set before it began does not count, even if it was met.
    gained = figure_of("first_downs", ask())
    assert gained.n == 14
    said = [row.said for row in measure_called("first_downs").rows(ask(), "", 50)]
    assert (said.count("goal met"), said.count("goal not met")) == (8, 6)
    assert [row.said for row in measure_called("huddled").rows(ask(), "", 3)] == ["no huddle"] * 3
    for key in ("huddled", "first_downs"):
        by_company = breakdown_of(key, ask("company"))
        assert [one.title for one in by_company] == ["Acme Dental"]


def test_a_meeting_called_off_or_ahead_is_in_nothing(meetings, ask, sale):
    from upheld.selling.operations.meetings import cancel_meeting

    later = sale.at + timedelta(days=25)
    off = sale.meeting(starts_at=later, ends_at=later + timedelta(hours=1))
    cancel_meeting(meeting=off, reason="Ill", by=sale.world.lena, at=sale.at)
    far = sale.at + timedelta(days=40)
    sale.meeting(starts_at=far, ends_at=far + timedelta(hours=1))
    assert figure_of("huddled", ask()).n == 20
