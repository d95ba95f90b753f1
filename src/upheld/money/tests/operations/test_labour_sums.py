"""Months that are added up say what their entries say, whatever was changed since."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.delivery.targets import deliverable_target
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.money import Money
from upheld.money.models import LabourMonth, LabourSum, UnratedSum
from upheld.money.operations.labour_sums import all_labour_changed, labour_changed, sum_labour
from upheld.money.queries.costs import rates
from upheld.money.queries.labour import labour_groups, unrated_seconds
from upheld.money.queries.profit import Days, profits
from upheld.money.rules.profit import ProfitStatement
from upheld.people.operations.pay import set_pay
from upheld.selling.targets import deal_target
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.time import correct_time, log_time, void_time

LATER = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
ODD = Days(date(2026, 3, 17), date(2026, 6, 11))
ASIDE = frozenset({"not_over_yet", "overlaps"})


@pytest.fixture
def hours(world, deal, works, paid):
    """Time of three people over three months, on the deal and on what was signed."""
    dice = random.Random(4)
    for turn in range(24):
        log_time(
            target=deal_target(deal) if turn % 3 else deliverable_target(works[turn % 2]),
            seconds=dice.randrange(61, 7000),
            worked_on=date(2026, 3, 12) + timedelta(days=turn * 3),
            by=world.actors[dice.choice(["dana", "dana", "theo"])],
            at=LATER,
            setting_aside=ASIDE,
        )


def by_hand(company_id: int | None = None) -> dict[int, ProfitStatement]:
    """Give each customer's profit without anything that was added up."""
    stale = list(LabourMonth.objects.filter(stale=False).values_list("first_day", flat=True))
    labour_changed(stale)
    said = profits(ODD, company_id).by_company()
    with bookkeeping():
        LabourMonth.objects.filter(first_day__in=stale).update(stale=False)
    return dict(said)


class TestSums:
    def test_are_of_the_months_that_are_over(self, hours):
        assert sum_labour(LATER, settled=True) == 3
        assert [str(one) for one in LabourMonth.objects.order_by("first_day")] == [
            "2026-03", "2026-04", "2026-05",
        ]  # fmt: skip
        assert LabourSum.objects.count() >= 3
        assert sum_labour(LATER, settled=True) == 0

    def test_say_what_the_entries_say(self, hours, acme):
        expected = by_hand()
        assert expected[acme.pk].labour.minor > 0
        sum_labour(LATER, settled=True)
        assert profits(ODD).by_company() == expected
        assert profits(ODD, acme.pk).by_company() == expected

    def test_are_read_in_place_of_the_entries(self, hours, questions):
        sum_labour(LATER, settled=True)
        before = profits(ODD).total()
        with bookkeeping():
            LabourSum.objects.filter(month__first_day=date(2026, 4, 1)).delete()
            LabourSum.objects.filter(month__first_day=date(2026, 5, 1)).update(cost_minor=1)
        assert profits(ODD).total() != before

    def test_a_month_is_known_ten_minutes_before_it_is_added_up(self, hours):
        assert sum_labour(LATER) == 0
        assert sum_labour(LATER + timedelta(minutes=9)) == 0
        assert sum_labour(LATER + timedelta(minutes=10)) == 3

    def test_nothing_is_added_up_where_nobody_worked(self, world):
        assert sum_labour(LATER, settled=True) == 0


class TestTimeWithoutARate:
    def test_added_up_is_what_the_entries_say(self, hours, world):
        entered = self._unrated()
        assert set(entered) == {world.people["theo"].pk}
        sum_labour(LATER, settled=True)
        assert UnratedSum.objects.count() == 3
        assert self._unrated() == entered

    def test_is_read_in_place_of_the_entries(self, hours, world):
        before = self._unrated()[world.people["theo"].pk]
        sum_labour(LATER, settled=True)
        with bookkeeping():
            UnratedSum.objects.filter(month__first_day=date(2026, 5, 1)).delete()
        assert 0 < self._unrated()[world.people["theo"].pk] < before

    def test_is_gone_once_the_pay_is_entered(self, hours, world):
        sum_labour(LATER, settled=True)
        set_pay(
            person=world.people["theo"], from_on=date(2026, 1, 1), salary=Money(30_000_00, "GBP"),
            employer_taxes=Money(0, "GBP"), benefits=Money(0, "GBP"), overhead=Money(0, "GBP"),
            available_seconds=1_500 * 3600, by=world.felix, at=LATER,
        )  # fmt: skip
        assert self._unrated() == {}
        sum_labour(LATER, settled=True)
        assert self._unrated() == {}
        assert not UnratedSum.objects.exists()

    def test_two_queries_whatever_is_added_up(self, hours, questions):
        sum_labour(LATER, settled=True)
        known = rates()
        with questions() as asked:
            unrated_seconds(ODD.start, ODD.end, ODD.months(), known)
        assert len(asked) == 2

    def _unrated(self) -> dict[int, int]:
        return unrated_seconds(ODD.start, ODD.end, ODD.months(), rates())


class TestStale:
    def test_is_the_month_of_whatever_is_logged(self, hours, world, deal):
        sum_labour(LATER, settled=True)
        self._log(world, deal, date(2026, 4, 2))
        assert self._stale() == [date(2026, 4, 1)]
        expected = by_hand()
        assert profits(ODD).by_company() == expected
        assert sum_labour(LATER, settled=True) == 1
        assert profits(ODD).by_company() == expected

    def test_are_both_months_of_a_correction(self, hours, world):
        sum_labour(LATER, settled=True)
        entry = TimeEntry.objects.filter(person__handle="dana", worked_on__lt="2026-04-01")[0]
        correct_time(
            entry=entry, worked_on=date(2026, 5, 30), by=world.dana, at=LATER, setting_aside=ASIDE
        )
        assert self._stale() == [date(2026, 3, 1), date(2026, 5, 1)]

    def test_is_the_month_of_what_counts_no_more(self, hours, world):
        sum_labour(LATER, settled=True)
        entry = TimeEntry.objects.filter(person__handle="dana", worked_on__gte="2026-05-01")[0]
        void_time(entry=entry, reason="A slip", by=world.dana, at=LATER)
        assert self._stale() == [date(2026, 5, 1)]
        assert profits(ODD).by_company() == by_hand()

    def test_are_all_months_since_pay_was_set(self, hours, world):
        sum_labour(LATER, settled=True)
        set_pay(
            person=world.people["theo"], from_on=date(2026, 4, 15), salary=Money(30_000_00, "GBP"),
            employer_taxes=Money(0, "GBP"), benefits=Money(0, "GBP"), overhead=Money(0, "GBP"),
            available_seconds=1_500 * 3600, by=world.felix, at=LATER,
        )  # fmt: skip
        assert self._stale() == [date(2026, 4, 1), date(2026, 5, 1)]
        expected = by_hand()
        sum_labour(LATER, settled=True)
        assert profits(ODD).by_company() == expected

    def test_are_all_months_when_rows_came_in(self, hours):
        sum_labour(LATER, settled=True)
        all_labour_changed()
        assert len(self._stale()) == 3

    def test_a_month_in_progress_is_read_from_its_entries(self, hours, world, deal):
        sum_labour(LATER, settled=True)
        self._log(world, deal, date(2026, 6, 9))
        assert self._stale() == []
        groups = list(labour_groups(date(2026, 6, 1), date(2026, 7, 1), [date(2026, 6, 1)],
                                    deal.company_id, rates()))  # fmt: skip
        assert sum(group.seconds for group in groups) >= 1800

    def _log(self, world, deal, day: date) -> None:
        log_time(target=deal_target(deal), seconds=1800, worked_on=day, by=world.dana, at=LATER)

    def _stale(self) -> list[date]:
        rows = LabourMonth.objects.filter(stale=True).order_by("first_day")
        return list(rows.values_list("first_day", flat=True))
