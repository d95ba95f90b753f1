"""Cost and profit against a few lines of arithmetic over the single entries, to the penny."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from upheld.delivery.targets import deliverable_target
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, figure_of
from upheld.money.queries.costs import cost_groups, standing_time, total_cost
from upheld.money.queries.deals import deal_profit
from upheld.money.queries.pages import customer_page
from upheld.money.queries.profit import Days, profits
from upheld.money.rules.profit import Item
from upheld.selling.targets import deal_target
from upheld.timekeeping.operations.time import log_time, void_time

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = 3600
YEAR = Days(date(2026, 1, 1), date(2027, 1, 1))


def by_hand(entry) -> int | None:
    """Pence of one entry: £22.50 an hour of Dana's, £30.00 from April; nobody knows of others."""
    if entry.person.handle != "dana":
        return None
    hourly = 2_250 if entry.worked_on < date(2026, 4, 1) else 3_000
    return round(Fraction(hourly * entry.seconds, HOUR))


@pytest.fixture
def worked(world, deal, works, paid):
    """Forty odd lengths on the deal and on both deliverables, by three people, over two rates."""
    dice = random.Random(11)
    entries = []
    for turn in range(40):
        who = dice.choice(["dana", "dana", "theo", "marek"])
        target = deal_target(deal) if turn % 3 == 0 else deliverable_target(works[turn % 2])
        day = date(2026, 3, 10) + timedelta(days=turn)
        entries.append(
            log_time(
                target=target, seconds=dice.randrange(61, 7000), worked_on=day,
                by=world.actors[who], at=MONDAY + timedelta(days=60),
                setting_aside=frozenset({"not_over_yet", "overlaps"}),
            )
        )  # fmt: skip
    void_time(entry=entries[0], by=world.dana if entries[0].person.handle == "dana" else
              world.actors[entries[0].person.handle], at=MONDAY + timedelta(days=60),
              reason="A slip")  # fmt: skip
    return list(standing_time().select_related("person"))


class TestCost:
    def test_is_the_sum_over_single_entries(self, worked):
        total = total_cost(standing_time())
        costs = [by_hand(entry) for entry in worked]
        assert total.cost_minor == sum(cost for cost in costs if cost is not None)
        assert total.seconds == sum(entry.seconds for entry in worked)
        assert total.unrated_seconds == sum(
            entry.seconds for entry, cost in zip(worked, costs, strict=True) if cost is None
        )
        assert total.unrated_seconds > 0

    @pytest.mark.parametrize(
        "by", [("month",), ("person_id",), ("on_kind", "on_id"), ("item", "month", "company_id")]
    )
    def test_adds_up_to_the_same_however_it_is_grouped(self, worked, by):
        whole, groups = total_cost(standing_time()), cost_groups(standing_time(), by)
        assert len(groups) > 1
        assert sum(group.cost_minor for group in groups) == whole.cost_minor
        assert sum(group.unrated_seconds for group in groups) == whole.unrated_seconds


class TestProfit:
    def test_of_a_customer_is_all_earned_less_all_cost(
        self, worked, acme, agreement, works, accept
    ):
        accept(works[0])
        statement = profits(YEAR).by_company()[acme.pk].statement("GBP")
        cost = sum(by_hand(entry) or 0 for entry in worked)
        shares = 16_000 + 120_000 + 24_000 + 25_000
        # Eight months of service from 10 April to 10 December, then 22 of 31 days.
        recurring = 8 * 120_000 + 120_000 * 22 // 31
        assert statement.revenue.minor == 150_000 + recurring
        assert statement.labour.minor == cost
        assert statement.profit.minor == 150_000 + recurring - cost - shares

    def test_tells_work_before_the_signature_from_delivery(self, worked, acme):
        items = dict(profits(YEAR).by_company()[acme.pk].statement("GBP").by_item)
        before = sum(by_hand(entry) or 0 for entry in worked if entry.on_kind == "deal")
        after = sum(by_hand(entry) or 0 for entry in worked if entry.on_kind == "deliverable")
        assert items[Item.PRE_SALE_LABOUR].minor == before > 0
        assert items[Item.DELIVERY_LABOUR].minor == after > 0

    def test_is_the_same_by_month_by_customer_and_in_all(self, worked, works, accept):
        accept(works[0])
        found = profits(YEAR)
        months, total = found.by_month().values(), found.total()
        assert sum(one.profit.minor for one in months) == total.profit.minor
        assert sum(one.profit for one in found.by_company().values()) == total.profit.minor
        by_month = found.courses(found.by_company()).values()
        assert sum(sum(months.values()) for months in by_month) == total.profit.minor

    def test_of_a_deal_runs_from_first_touch_to_now(self, worked, deal, works, accept):
        accept(works[0])
        accept(works[1])
        statement = deal_profit(deal, date(2026, 5, 10))
        cost = sum(by_hand(entry) or 0 for entry in worked)
        assert statement.revenue.minor == 400_000 + 120_000
        assert statement.profit.minor == 520_000 - cost - 185_000

    def test_page_lists_the_pieces_that_make_the_cost(self, world, worked, acme):
        page = customer_page(acme, world.ana, MONDAY + timedelta(days=60))
        assert sum(one.cost.minor for one in page.causes) == page.statement.labour.minor
        costs = [one.cost.minor for one in page.causes]
        assert costs == sorted(costs, reverse=True)
        assert sum(one.amount.minor for one in page.earnings) == page.statement.revenue.minor

    def test_is_a_measure_that_can_be_narrowed(self, worked, acme, works, accept):
        accept(works[0])
        period = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 31, 23, tzinfo=UTC))
        ask = Ask(period, datetime(2026, 7, 1, tzinfo=UTC))
        figure = figure_of("customer_profit", ask)
        expected = profits(Days(date(2026, 3, 1), date(2026, 6, 1))).total().profit.minor
        assert (figure.value, figure.n) == (expected, 1)
        one = figure_of("customer_profit", Ask(period, ask.at, only={"company": acme.pk}))
        nobody = figure_of("customer_profit", Ask(period, ask.at, only={"company": 10**9}))
        assert one.value == expected
        assert nobody.value is None


class TestNothing:
    def test_costs_nothing_without_entries_rates_or_anything_to_ask_for(self, world):
        assert total_cost(standing_time()).seconds == 0
        assert cost_groups(standing_time().filter(on_id__in=[]), ("month",)) == []
        assert profits(YEAR).total().profit.is_zero
