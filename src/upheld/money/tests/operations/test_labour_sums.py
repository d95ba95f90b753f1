"""Months that are added up say what their entries say, whatever was changed since."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.customers.operations.companies import add_company
from upheld.delivery.targets import deliverable_target
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.money import Money
from upheld.money.models import LabourMark, LabourMonth, LabourSum, UnratedSum
from upheld.money.operations.labour_sums import all_labour_changed, sum_labour
from upheld.money.queries.costs import rates
from upheld.money.queries.labour import added_up, labour_groups, unrated_seconds
from upheld.money.queries.profit import Days, profits, summed
from upheld.money.rules.profit import LABOUR, Tally
from upheld.people.operations.pay import set_pay
from upheld.selling.targets import deal_target
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.time import correct_time, log_time, void_time
from upheld.timekeeping.targets import own_work

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


def by_hand(company_id: int | None = None) -> dict[int, Tally]:
    """Give each customer's profit without anything that was added up."""
    fresh = list(LabourMonth.objects.filter(stale=False).values_list("first_day", flat=True))
    all_labour_changed()
    said = profits(ODD, company_id).by_company()
    with bookkeeping():
        LabourMonth.objects.filter(first_day__in=fresh).update(stale=False)
    return said


def labour_of(tally: Tally) -> int:
    return sum(minor for item, minor in tally.minor.items() if item in LABOUR)


class TestSums:
    def test_are_of_every_month_this_one_too(self, hours):
        assert sum_labour(LATER) == 4
        assert [str(one) for one in LabourMonth.objects.order_by("first_day")] == [
            "2026-03", "2026-04", "2026-05", "2026-06",
        ]  # fmt: skip
        assert LabourSum.objects.count() >= 3
        assert sum_labour(LATER) == 0

    def test_say_what_the_entries_say(self, hours, acme):
        expected = by_hand()
        assert labour_of(expected[acme.pk]) > 0
        sum_labour(LATER)
        assert profits(ODD).by_company() == expected
        assert profits(ODD, acme.pk).by_company() == expected

    def test_are_read_in_place_of_the_entries(self, hours, questions):
        sum_labour(LATER)
        before = profits(ODD).total()
        with bookkeeping():
            LabourSum.objects.filter(first_day=date(2026, 4, 1)).delete()
            LabourSum.objects.filter(first_day=date(2026, 5, 1)).update(cost_minor=1)
        assert profits(ODD).total() != before

    def test_nothing_is_added_up_where_nobody_worked(self, world):
        assert sum_labour(LATER) == 0


class TestTimeWithoutARate:
    def test_added_up_is_what_the_entries_say(self, hours, world):
        entered = self._unrated()
        assert set(entered) == {world.people["theo"].pk}
        sum_labour(LATER)
        assert UnratedSum.objects.count() == 3
        assert self._unrated() == entered

    def test_is_read_in_place_of_the_entries(self, hours, world):
        before = self._unrated()[world.people["theo"].pk]
        sum_labour(LATER)
        with bookkeeping():
            UnratedSum.objects.filter(first_day=date(2026, 5, 1)).delete()
        assert 0 < self._unrated()[world.people["theo"].pk] < before

    def test_is_gone_once_the_pay_is_entered(self, hours, world):
        sum_labour(LATER)
        set_pay(
            person=world.people["theo"], from_on=date(2026, 1, 1), salary=Money(30_000_00, "GBP"),
            employer_taxes=Money(0, "GBP"), benefits=Money(0, "GBP"), overhead=Money(0, "GBP"),
            available_seconds=1_500 * 3600, by=world.felix, at=LATER,
        )  # fmt: skip
        assert self._unrated() == {}
        sum_labour(LATER)
        assert self._unrated() == {}
        assert not UnratedSum.objects.exists()

    def test_three_queries_at_most_whatever_is_added_up(self, hours, world, deal, questions):
        sum_labour(LATER)
        logged(world, deal, date(2026, 5, 9))
        known = rates()
        with questions() as asked:
            unrated_seconds(added_up(ODD.start, ODD.end), known)
        assert len(asked) <= 3

    def _unrated(self) -> dict[int, int]:
        return unrated_seconds(added_up(ODD.start, ODD.end), rates())


def logged(world, deal, day: date) -> TimeEntry:
    return log_time(target=deal_target(deal), seconds=1800, worked_on=day, by=world.dana, at=LATER)


def marked() -> list[tuple[date, int]]:
    rows = LabourMark.objects.order_by("first_day", "company")
    return list(rows.values_list("first_day", "company_id"))


class TestMarked:
    def test_is_the_customers_month_of_whatever_is_logged(self, hours, world, deal):
        sum_labour(LATER)
        logged(world, deal, date(2026, 4, 2))
        logged(world, deal, date(2026, 4, 3))
        assert marked() == [(date(2026, 4, 1), deal.company_id)]
        expected = by_hand()
        assert profits(ODD).by_company() == expected
        assert sum_labour(LATER) == 1
        assert marked() == []
        assert profits(ODD).by_company() == expected

    def test_is_this_month_too(self, hours, world, deal):
        sum_labour(LATER)
        logged(world, deal, date(2026, 6, 9))
        assert marked() == [(date(2026, 6, 1), deal.company_id)]
        assert profits(ODD).by_company() == by_hand()

    def test_is_of_nobody_where_the_work_is_our_own(self, hours, world):
        sum_labour(LATER)
        log_time(
            target=own_work("internal", "Stock"), seconds=600, worked_on=date(2026, 4, 2),
            by=world.dana, at=LATER,
        )  # fmt: skip
        assert marked() == []

    def test_are_both_months_of_a_correction(self, hours, world, deal):
        sum_labour(LATER)
        entry = TimeEntry.objects.filter(person__handle="dana", worked_on__lt="2026-04-01")[0]
        correct_time(
            entry=entry, worked_on=date(2026, 5, 30), by=world.dana, at=LATER, setting_aside=ASIDE
        )
        assert [month for month, _company in marked()] == [date(2026, 3, 1), date(2026, 5, 1)]
        assert profits(ODD).by_company() == by_hand()

    def test_is_the_month_of_what_counts_no_more(self, hours, world):
        sum_labour(LATER)
        entry = TimeEntry.objects.filter(person__handle="dana", worked_on__gte="2026-05-01")[0]
        void_time(entry=entry, reason="A slip", by=world.dana, at=LATER)
        assert [month for month, _company in marked()] == [date(2026, 5, 1)]
        assert profits(ODD).by_company() == by_hand()

    def test_of_another_customer_leaves_the_sums_of_this_one(self, hours, world, acme, deal):
        sum_labour(LATER)
        other = add_company(name="Umber Works", by=world.ana, at=LATER)
        with bookkeeping():
            LabourMark.objects.create(first_day=date(2026, 4, 1), company=other)
            LabourSum.objects.filter(first_day=date(2026, 4, 1)).update(cost_minor=1)
        assert profits(ODD).by_company() != by_hand()

    @pytest.mark.parametrize("seed", range(4))
    def test_any_course_of_changes_says_what_the_entries_say(self, hours, world, deal, acme, seed):
        dice = random.Random(seed)
        for _turn in range(12):
            entries = list(TimeEntry.objects.filter(void=False, person__handle="dana"))
            day = date(2026, 3, 1) + timedelta(days=dice.randrange(100))
            match dice.randrange(4):
                case 0:
                    logged(world, deal, day)
                case 1:
                    void_time(entry=dice.choice(entries), reason="A slip", by=world.dana, at=LATER)
                case 2:
                    correct_time(entry=dice.choice(entries), worked_on=day, by=world.dana,
                                 at=LATER, setting_aside=ASIDE)  # fmt: skip
                case _:
                    sum_labour(LATER)
            said = profits(ODD)
            assert said.by_company() == by_hand()
            assert said.total() == summed(said.by_company().values(), "GBP")
            assert said.total().profit.minor == sum(
                one.profit.minor for one in said.by_month().values()
            )
            assert sum(said.courses([acme.pk])[acme.pk].values()) == (
                profits(ODD, acme.pk).total().profit.minor
            )


class TestStale:
    def test_are_all_months_since_pay_was_set(self, hours, world):
        sum_labour(LATER)
        set_pay(
            person=world.people["theo"], from_on=date(2026, 4, 15), salary=Money(30_000_00, "GBP"),
            employer_taxes=Money(0, "GBP"), benefits=Money(0, "GBP"), overhead=Money(0, "GBP"),
            available_seconds=1_500 * 3600, by=world.felix, at=LATER,
        )  # fmt: skip
        assert self._stale() == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]
        expected = by_hand()
        sum_labour(LATER)
        assert profits(ODD).by_company() == expected

    def test_are_all_months_when_rows_came_in(self, hours):
        sum_labour(LATER)
        all_labour_changed()
        assert len(self._stale()) == 4

    def test_a_month_of_which_a_part_is_asked_for_is_read_from_its_entries(
        self, hours, world, deal
    ):
        sum_labour(LATER)
        part = Days(date(2026, 4, 1), date(2026, 4, 12))
        entered = TimeEntry.objects.filter(
            worked_on__gte=part.start, worked_on__lt=part.end, company=deal.company_id
        )
        groups = labour_groups(added_up(part.start, part.end), ("item",), rates())
        assert sum(group.seconds for group in groups) == sum(one.seconds for one in entered) > 0

    def _stale(self) -> list[date]:
        rows = LabourMonth.objects.filter(stale=True).order_by("first_day")
        return list(rows.values_list("first_day", flat=True))
