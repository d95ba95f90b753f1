"""Locked time stands: whatever is corrected, sums of locked days stay and later ones are right."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from upheld.customers.operations.companies import add_company
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.targets import ticket_target
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period
from upheld.money.models import LabourMark
from upheld.money.operations.labour_sums import sum_labour
from upheld.money.queries.costs import cost_groups, rates, standing_time
from upheld.people.operations.pay import set_pay
from upheld.timekeeping.models import TimeEntry, TimeLock
from upheld.timekeeping.operations.locking import lock_time, unlock_time
from upheld.timekeeping.operations.time import correct_time, log_time, void_time
from upheld.timekeeping.queries.availability import person_weeks
from upheld.timekeeping.queries.day import day_shown
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.queries.week import week_shown
from upheld.timekeeping.targets import own_work

NOW = datetime(2026, 4, 9, 15, 0, tzinfo=UTC)
WORKED = date(2026, 3, 30)
END_OF_MARCH = date(2026, 3, 31)
FIRST_OPEN = date(2026, 4, 1)
HOUR = 3600


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=NOW)


@pytest.fixture
def ticket(world, acme):
    return ticket_target(open_ticket(title="VPN down", company=acme, by=world.dana, at=NOW))


@pytest.fixture
def other(world, acme):
    return ticket_target(open_ticket(title="Printer", company=acme, by=world.dana, at=NOW))


@pytest.fixture
def entry(world, ticket):
    return log_time(target=ticket, seconds=HOUR, worked_on=WORKED, by=world.dana, at=NOW)


@pytest.fixture
def locked(world, entry):
    return lock_time(through=END_OF_MARCH, by=world.felix, at=NOW)


def standing() -> list[tuple[date, str, int]]:
    rows = TimeEntry.objects.filter(void=False).order_by("pk")
    return list(rows.values_list("worked_on", "on_title", "seconds"))


def sums_until(day: date) -> list[tuple[str, str, int]]:
    rows = TimeEntry.objects.filter(void=False, worked_on__lte=day).order_by("on_title", "billing")
    return list(rows.values_list("on_title", "billing").annotate(all=Sum("seconds")))


class TestTheLock:
    def test_is_moved_by_finance_and_the_owner_alone(self, world, entry):
        for who in ("sam", "dana", "lena"):
            with pytest.raises(Refused, match="not_allowed"):
                lock_time(through=END_OF_MARCH, by=world.actors[who], at=NOW)
        lock_time(through=WORKED, by=world.ana, at=NOW)
        lock_time(through=END_OF_MARCH, by=world.felix, at=NOW)
        assert locked_through() == END_OF_MARCH

    def test_does_not_reach_a_day_that_goes_on(self, world):
        with pytest.raises(Refused, match="day_not_over"):
            lock_time(through=NOW.date(), by=world.felix, at=NOW)

    def test_only_the_owner_opens_days_and_says_why(self, world, locked):
        with pytest.raises(Refused, match="not_allowed"):
            unlock_time(through=None, reason="Forgotten week", by=world.felix, at=NOW)
        with pytest.raises(Refused, match="invalid_input"):
            unlock_time(through=None, reason=" ", by=world.ana, at=NOW)
        unlock_time(through=None, reason="Forgotten week", by=world.ana, at=NOW)
        assert locked_through() is None
        said = RecordEntry.objects.get(event="timekeeping.time.unlocked")
        assert said.private["reason"] == "Forgotten week"

    def test_its_moves_are_never_rewritten(self, world, locked):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), bookkeeping():
            TimeLock.objects.update(through=WORKED)

    def test_another_providers_lock_is_none_of_ours(self, world, entry, elsewhere):
        from upheld.foundation.tenancy.scope import open_provider

        with open_provider(elsewhere.provider.pk):
            lock_time(through=END_OF_MARCH, by=elsewhere.olga, at=NOW)
        assert locked_through() is None


class TestLockedDays:
    def test_take_no_new_time(self, world, ticket, locked):
        with pytest.raises(Refused, match="time_locked") as refused:
            log_time(target=ticket, seconds=60, worked_on=END_OF_MARCH, by=world.dana, at=NOW)
        assert "2026-04-01" in refused.value.remedy
        log_time(target=ticket, seconds=60, worked_on=FIRST_OPEN, by=world.dana, at=NOW)

    def test_take_no_time_moved_there(self, world, ticket, locked):
        open_one = log_time(target=ticket, seconds=60, by=world.dana, at=NOW)
        with pytest.raises(Refused, match="time_locked"):
            correct_time(entry=open_one, worked_on=WORKED, by=world.dana, at=NOW)

    def test_a_shorter_length_is_booked_as_the_difference(self, world, entry, locked):
        fresh = correct_time(entry=entry, seconds=2700, by=world.dana, at=NOW)
        assert (fresh.adjusts_id, fresh.seconds, fresh.worked_on) == (entry.pk, -900, FIRST_OPEN)
        assert standing() == [(WORKED, "VPN down", HOUR), (FIRST_OPEN, "VPN down", -900)]

    def test_a_second_correction_counts_the_first(self, world, entry, locked):
        correct_time(entry=entry, seconds=2700, by=world.dana, at=NOW)
        fresh = correct_time(entry=entry, seconds=5400, by=world.dana, at=NOW)
        assert fresh.seconds == 2700
        with pytest.raises(Refused, match="nothing_to_adjust"):
            correct_time(entry=entry, seconds=5400, by=world.dana, at=NOW)

    def test_other_work_takes_out_and_puts_in(self, world, entry, other, locked):
        correct_time(entry=entry, target=other, seconds=1800, by=world.dana, at=NOW)
        assert standing()[1:] == [(FIRST_OPEN, "VPN down", -HOUR), (FIRST_OPEN, "Printer", 1800)]

    def test_own_work_is_told_apart_by_its_name(self, world, locked, entry):
        correct_time(entry=entry, target=own_work("internal", "Stock"), by=world.dana, at=NOW)
        correct_time(entry=entry, target=own_work("internal", "Books"), by=world.dana, at=NOW)
        assert [one[1:] for one in standing()[1:]] == [
            ("VPN down", -HOUR), ("Internal: Stock", HOUR), ("Internal: Stock", -HOUR),
            ("Internal: Books", HOUR),
        ]  # fmt: skip

    def test_another_day_moves_the_whole(self, world, entry, locked):
        day = date(2026, 4, 2)
        correct_time(entry=entry, worked_on=day, by=world.dana, at=NOW)
        assert standing()[1:] == [(FIRST_OPEN, "VPN down", -HOUR), (day, "VPN down", HOUR)]

    def test_taking_it_out_books_it_back(self, world, entry, locked):
        fresh = void_time(entry=entry, reason="Never happened", by=world.dana, at=NOW)
        assert (fresh.seconds, fresh.note) == (-HOUR, "Never happened")
        entry.refresh_from_db()
        assert not entry.void

    def test_an_adjustment_is_not_adjusted(self, world, entry, locked):
        fresh = correct_time(entry=entry, seconds=2700, by=world.dana, at=NOW)
        for change in (
            lambda: correct_time(entry=fresh, seconds=60, by=world.dana, at=NOW),
            lambda: void_time(entry=fresh, reason="No", by=world.dana, at=NOW),
        ):
            with pytest.raises(Refused, match="is_adjustment"):
                change()

    def test_once_adjusted_it_stays_so_when_unlocked(self, world, entry, locked):
        correct_time(entry=entry, seconds=2700, by=world.dana, at=NOW)
        unlock_time(through=None, reason="To look again", by=world.ana, at=NOW)
        fresh = correct_time(entry=entry, seconds=1800, by=world.dana, at=NOW)
        assert (fresh.seconds, fresh.worked_on) == (-900, WORKED)
        assert sum(one[2] for one in standing()) == 1800

    def test_nobody_elses_is_corrected_without_the_right(self, world, entry, locked):
        with pytest.raises(Refused, match="not_allowed"):
            correct_time(entry=entry, seconds=60, by=world.theo, at=NOW)

    def test_the_database_refuses_less_than_nothing_elsewhere(self, world, entry):
        with pytest.raises(IntegrityError), transaction.atomic(), bookkeeping():
            TimeEntry.objects.filter(pk=entry.pk).update(seconds=-60)


class TestSums:
    def test_of_locked_days_never_change_and_the_whole_is_right(self, world, ticket, other):
        dice = random.Random(11)
        days = [WORKED - timedelta(days=n) for n in range(8)]
        entries = [
            log_time(target=dice.choice([ticket, other]), seconds=dice.randrange(60, 5000),
                     worked_on=dice.choice(days), by=world.dana, at=NOW)
            for _ in range(10)
        ]  # fmt: skip
        lock_time(through=END_OF_MARCH, by=world.felix, at=NOW)
        before = sums_until(END_OF_MARCH)
        should = {one.pk: (one.on_title, one.seconds) for one in entries}
        for _ in range(30):
            one = dice.choice(entries)
            target, seconds = dice.choice([ticket, other]), dice.randrange(60, 5000)
            if (target.title, seconds) != should[one.pk]:
                correct_time(entry=one, target=target, seconds=seconds, by=world.dana, at=NOW)
            should[one.pk] = (target.title, seconds)
        assert sums_until(END_OF_MARCH) == before
        whole = dict.fromkeys((ticket.title, other.title), 0)
        for title, seconds in should.values():
            whole[title] += seconds
        assert {title: sum(n for t, _, n in sums_until(NOW.date()) if t == title)
                for title in whole} == whole  # fmt: skip

    def test_cost_is_taken_out_at_the_pay_of_the_day_that_it_is_about(self, world, entry):
        for day, salary in ((date(2026, 1, 1), 30_000), (FIRST_OPEN, 60_000)):
            set_pay(
                person=world.people["dana"], from_on=day, salary=Money.of(salary, "GBP"),
                employer_taxes=Money.zero("GBP"), benefits=Money.zero("GBP"),
                overhead=Money.zero("GBP"), available_seconds=1_601 * HOUR, by=world.felix, at=NOW,
            )  # fmt: skip
        lock_time(through=END_OF_MARCH, by=world.felix, at=NOW)
        before = cost_groups(standing_time(), ("month",), rates())
        assert before[0].cost_minor > 0
        void_time(entry=entry, reason="Never happened", by=world.dana, at=NOW)
        months = {one.key: one for one in cost_groups(standing_time(), ("month",), rates())}
        assert months[date(2026, 3, 1),] == before[0]
        assert months[date(2026, 4, 1),].cost_minor == -before[0].cost_minor
        assert sum(one.seconds for one in months.values()) == 0

    @pytest.mark.parametrize("seconds", [1, 17, 1800, 3599, 5401])
    def test_cost_out_is_rounded_as_cost_in(self, world, ticket, seconds):
        set_pay(
            person=world.people["dana"], from_on=date(2026, 1, 1), salary=Money.of(31_777, "GBP"),
            employer_taxes=Money.zero("GBP"), benefits=Money.zero("GBP"),
            overhead=Money.zero("GBP"), available_seconds=1_601 * HOUR, by=world.felix, at=NOW,
        )  # fmt: skip
        one = log_time(target=ticket, seconds=seconds, worked_on=WORKED, by=world.dana, at=NOW)
        lock_time(through=END_OF_MARCH, by=world.felix, at=NOW)
        void_time(entry=one, reason="No", by=world.dana, at=NOW)
        assert sum(one.cost_minor for one in cost_groups(standing_time(), (), rates())) == 0

    def test_a_month_that_was_added_up_stays_and_the_open_one_is_read_anew(self, world, entry):
        later = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
        lock_time(through=END_OF_MARCH, by=world.felix, at=NOW)
        sum_labour(later)
        correct_time(entry=entry, seconds=60, by=world.dana, at=NOW)
        marked = LabourMark.objects.values_list("first_day", flat=True)
        assert list(marked) == [date(2026, 4, 1)]

    def test_a_day_of_work_does_not_know_what_is_booked_on_it(self, world, entry, locked):
        void_time(entry=entry, reason="No", by=world.dana, at=NOW)
        shown = day_shown(world.people["dana"], FIRST_OPEN, "Europe/London", NOW)
        assert (shown.logged_seconds, len(shown.entries), len(shown.adjustments)) == (0, 0, 1)
        week = week_shown(world.people["dana"], FIRST_OPEN)
        assert (week.total, week.by_day[0], week.by_day[2]) == (HOUR, HOUR, 0)

    def test_utilisation_takes_it_out_of_the_week_in_which_it_is_booked(self, world, entry, locked):
        void_time(entry=entry, reason="No", by=world.dana, at=NOW)
        period = Period(datetime(2026, 3, 2, tzinfo=UTC), NOW)
        weeks = person_weeks(period, NOW, {"person": world.people["dana"].pk})
        assert sum(one.for_customers for one in weeks) == 0
