"""The walk-away signal reads our own won deals of the same size, and says when they are too few."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.selling.operations.closing import lose_deal, win_deal
from upheld.selling.operations.deals import change_deal, open_deal
from upheld.selling.queries.deal_page import deal_page
from upheld.selling.targets import deal_target
from upheld.timekeeping.operations.time import log_time


def work(sale, deal, hours):
    for place in range(hours):
        log_time(target=deal_target(deal), seconds=3600, by=sale.world.lena, at=sale.at,
                 started_at=sale.at - timedelta(days=place + 1, hours=2))  # fmt: skip


@pytest.fixture
def history(sale):
    """Eight won deals of the same size with one to eight hours each, two lost, one far larger."""
    world = sale.world
    for place in range(11):
        size = 1_000_000 if place < 10 else 90_000_000
        deal = open_deal(
            company=sale.acme,
            title=f"Past {place}",
            owner=world.people["lena"],
            one_off_minor=size,
            monthly_minor=90_000,
            by=world.lena,
            at=sale.at,
        )
        if place in {8, 9}:
            lose_deal(deal=deal, reason="Price", by=world.lena, at=sale.at)
            continue
        for _ in range(1 if place == 10 else place + 1):
            log_time(target=deal_target(deal), seconds=3600, by=world.marek, at=sale.at,
                     worked_on=(sale.at - timedelta(days=place + 1)).date())  # fmt: skip
        win_deal(deal=deal, by=world.system, at=sale.at)


def light(sale):
    signal = deal_page(sale.fresh(), sale.at).signal
    assert signal is not None
    return signal


def test_too_few_won_deals_say_nothing(sale):
    assert (light(sale).light, light(sale).more_needed) == ("not_enough_evidence", 8)


def test_more_effort_than_four_in_five_and_a_poor_chance_is_red(sale, history):
    assert light(sale).light == "green"
    work(sale, sale.deal, 9)
    assert light(sale).light == "amber"
    change_deal(deal=sale.deal, confidence_ppm=300_000, by=sale.world.lena, at=sale.at)
    red = light(sale)
    assert red.light == "red"
    assert "9 h used" in red.reasons[0]
    assert "8 won deals" in red.reasons[0]
    assert "usual 80 %" in red.reasons[1]


def test_a_deal_that_ended_shows_no_light(sale, history):
    lose_deal(deal=sale.deal, reason="Price", by=sale.world.lena, at=sale.at)
    assert deal_page(sale.fresh(), sale.at).signal is None
