"""Acceptance earns; months are made ready once; what is billed is what is earned, to the cent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.money.models import EarnedRevenue, InvoiceLine
from upheld.money.operations.earning import bill_lines, earn_deliverable, ready_month
from upheld.money.queries.ledger import agreement_ledgers

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


class TestAcceptance:
    def test_earns_the_price_and_makes_a_line_ready(self, agreement, works, accept):
        accept(works[0])
        earned = EarnedRevenue.objects.get()
        assert (earned.amount_minor, earned.earned_on) == (150_000, date(2026, 3, 9))
        line = InvoiceLine.objects.get()
        assert (line.amount_minor, line.billed_at) == (150_000, None)

    def test_the_last_one_earns_the_rest_of_the_one_off_price(self, agreement, works, accept):
        accept(works[0])
        accept(works[1])
        amounts = EarnedRevenue.objects.values_list("amount_minor", flat=True)
        assert sorted(amounts) == [50_000, 150_000, 200_000]
        assert sum(amounts) == agreement.one_off_minor

    def test_earns_once(self, world, agreement, works, accept):
        accept(works[0])
        earn_deliverable(deliverable=works[0], by=world.system, at=JUNE)
        assert EarnedRevenue.objects.count() == InvoiceLine.objects.count() == 1


class TestMonths:
    def test_are_ready_once_and_counted_by_days(self, world, agreement):
        made = [ready_month(month=date(2026, 4, 1), by=world.felix, at=JUNE) for _ in range(2)]
        assert made == [2, 0]
        # From 10 April to 1 May are 21 of the 30 days of the first month of service.
        assert _ready(date(2026, 4, 1)) == 120_000 * 21 // 30

    def test_bill_exactly_what_they_earn(self, world, agreement):
        for month in (4, 5, 6):
            ready_month(month=date(2026, month, 1), by=world.felix, at=JUNE)
        ledger = agreement_ledgers(date(2026, 7, 1))[0]
        assert ledger.earned == ledger.ready
        assert (ledger.unbilled.minor, ledger.deferred.minor) == (0, 0)

    def test_share_over_lines_without_losing_a_penny(self, world, agreement):
        ready_month(month=date(2026, 5, 1), by=world.felix, at=JUNE)
        lines = InvoiceLine.objects.order_by("pk").values_list("words", "amount_minor")
        assert [words for words, _ in lines] == ["Care, May 2026", "Backup, May 2026"]
        assert sum(minor for _, minor in lines) == _ready(date(2026, 5, 1))

    def test_do_not_begin_before_their_day(self, world, agreement):
        with pytest.raises(Refused) as refused:
            ready_month(month=date(2026, 7, 1), by=world.felix, at=JUNE)
        assert refused.value.code == "month_ahead"


class TestBilling:
    def test_is_noted_once(self, world, agreement, works, accept):
        accept(works[0])
        lines = list(InvoiceLine.objects.all())
        assert [bill_lines(lines=lines, by=world.felix, at=JUNE) for _ in range(2)] == [1, 0]
        assert InvoiceLine.objects.get().billed_at == JUNE

    def test_is_for_finance(self, world, agreement, works, accept):
        accept(works[0])
        with pytest.raises(Refused) as refused:
            bill_lines(lines=list(InvoiceLine.objects.all()), by=world.lena, at=JUNE)
        assert refused.value.code == "not_allowed"


class TestLedger:
    def test_reconciles_to_the_penny(self, world, agreement, works, accept):
        accept(works[0])
        ready_month(month=date(2026, 4, 1), by=world.felix, at=JUNE)
        one = agreement_ledgers(date(2026, 6, 16))[0]
        assert one.contract + one.added == one.lost + one.earned + one.to_come
        assert one.earned + one.deferred == one.ready + one.unbilled
        assert one.ready == Money(150_000 + 84_000, "GBP")

    def test_shows_a_booking_lost_to_an_early_end(self, world, agreement):
        from upheld.foundation.tenancy.writing import bookkeeping

        with bookkeeping():
            agreement.change(ended_on=date(2026, 10, 10))
        one = agreement_ledgers(date(2028, 6, 1))[0]
        assert one.lost == Money(18 * 120_000, "GBP")
        assert one.earned == Money(6 * 120_000, "GBP")
        assert one.to_come == Money(400_000, "GBP")


def _ready(month: date) -> int:
    return sum(InvoiceLine.objects.filter(month=month).values_list("amount_minor", flat=True))
