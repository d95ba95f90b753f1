"""A signature is booked once and shared by the rules of its day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from upheld.foundation.refusals import Refused
from upheld.foundation.values.rate import Rate
from upheld.money.models import Booking, CommissionAccrual
from upheld.money.operations.booking import accrue_commission, book_agreement, set_commission_rule
from upheld.money.rules.commission import Base, CommissionRule, Part

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


class TestSigning:
    def test_books_the_whole_term(self, agreement):
        booking = Booking.objects.get()
        assert booking.booked_on == date(2026, 3, 9)
        assert (booking.one_off_minor, booking.monthly_minor) == (400_000, 120_000)
        assert booking.contract_minor == 400_000 + 24 * 120_000

    def test_shares_with_seller_engineer_and_finder(self, world, agreement):
        shares = {
            (one.person.handle, one.rule.key): one.amount_minor
            for one in CommissionAccrual.objects.select_related("person", "rule")
        }
        assert shares == {
            ("lena", "seller-once"): 16_000,  # 4 % of 4,000
            ("lena", "seller-month"): 120_000,
            ("marek", "engineer"): 24_000,
            ("dana", "finder"): 25_000,
        }

    def test_happens_once_however_often_it_is_told(self, world, agreement):
        book_agreement(agreement=agreement, by=world.system, at=MONDAY)
        accrue_commission(agreement=agreement, by=world.system, at=MONDAY)
        assert Booking.objects.count() == 1
        assert CommissionAccrual.objects.count() == 4


class TestRules:
    def test_a_newer_version_leaves_what_accrued(self, world, agreement):
        newer = CommissionRule("finder", Part.FINDER, Base.ONE_OFF, date(2026, 3, 1), Rate(500_000))
        set_commission_rule(rule=newer, title="Half", currency="GBP", by=world.felix, at=MONDAY)
        accrue_commission(agreement=agreement, by=world.system, at=MONDAY)
        amounts = CommissionAccrual.objects.filter(rule__key="finder").order_by("amount_minor")
        assert [one.amount_minor for one in amounts] == [25_000]

    def test_refuses_a_rule_that_pays_nothing_it_names(self, world):
        broken = CommissionRule("odd", Part.SELLER, Base.MONTHLY, date(2026, 1, 1), Rate(1))
        with pytest.raises(Refused) as refused:
            set_commission_rule(rule=broken, title="Odd", currency="GBP", by=world.felix, at=MONDAY)
        assert refused.value.code == "rule_unsound"

    def test_refuses_a_second_version_of_one_day(self, world, rules):
        again = CommissionRule("engineer", Part.ENGINEER, Base.ONE_OFF, date(2026, 1, 1), Rate(9))
        with pytest.raises(Refused) as refused:
            set_commission_rule(rule=again, title="Again", currency="GBP", by=world.ana, at=MONDAY)
        assert refused.value.code == "rule_known"

    def test_is_not_for_technicians(self, world):
        rule = CommissionRule("mine", Part.FINDER, Base.ONE_OFF, date(2026, 1, 1), Rate(9))
        with pytest.raises(Refused) as refused:
            set_commission_rule(rule=rule, title="Mine", currency="GBP", by=world.dana, at=MONDAY)
        assert refused.value.code == "not_allowed"
