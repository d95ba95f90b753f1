"""Hours promised against hours there are, from real calendars, leave, blocks and open work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.agreements.asking import Wanted
from upheld.delivery.models import Deliverable
from upheld.delivery.targets import deliverable_target
from upheld.dispatch.queries.answering import bench_until, capacity_answer, outlook
from upheld.dispatch.queries.bench import Bench
from upheld.dispatch.queries.week_rows import week_rows
from upheld.dispatch.tests.conftest import MONDAY, hours
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.models import Leave
from upheld.people.operations.people import change_person
from upheld.timekeeping.models import TimeEntry

HOUR = 3600
FIRST = date(2026, 3, 9)
WEEK = 5 * 8.5 * HOUR
"""Monday to Friday, 9:00 to 17:30, where nobody set other hours."""


def on_leave(person, first, last):
    with bookkeeping():
        Leave.objects.create(
            provider_id=person.provider_id, person=person, first_on=first, last_on=last
        )


def weeks_of(bench, function):
    return bench.hours_of(bench.of_function(function)).weeks


def tickets_took(person, *by_week):
    """Log so many hours on tickets, on the Tuesday of each of the weeks behind, oldest last."""
    with bookkeeping():
        for back, spent in enumerate(by_week, 1):
            TimeEntry.objects.create(
                provider_id=person.provider_id, person=person, on_kind="ticket", on_id=1,
                on_title="Tickets", category="customer", billing="covered",
                worked_on=FIRST + timedelta(days=1) - timedelta(weeks=back),
                seconds=spent * HOUR, entered_at=MONDAY,
            )  # fmt: skip


class TestHoursThereAre:
    def test_follow_the_calendar_less_leave_and_holidays(self, world, handover):
        on_leave(world.people["theo"], date(2026, 3, 10), date(2026, 3, 11))
        bench = Bench(MONDAY)
        theo = bench.hours_of(bench.of_function("projects"))
        assert [bench.people[pk].name for pk in theo.group.people] == ["Theo Marsh"]
        assert theo.weeks[0].available == WEEK - 2 * 8.5 * HOUR
        assert theo.weeks[1].available == WEEK
        easter = next(week for week in theo.weeks if week.monday == date(2026, 3, 30))
        assert easter.available == WEEK - 8.5 * HOUR  # Good Friday, 3 April

    def test_of_this_week_only_what_is_left(self, world, handover):
        bench = Bench(MONDAY + timedelta(days=3))
        assert weeks_of(bench, "projects")[0].available == 2 * 8.5 * HOUR

    def test_a_function_that_nobody_holds_is_everybodys(self, world, handover):
        bench = Bench(MONDAY)
        assert bench.of_function("cabling") == bench.group("")

    def test_a_skill_is_asked_about_like_a_team(self, world, handover):
        change_person(person=world.people["dana"], skills=["Fortinet"], by=world.ana, at=MONDAY)
        bench = Bench(MONDAY)
        assert bench.group("skill-fortinet").people == (world.people["dana"].pk,)
        assert bench.hours_of(bench.group("skill-fortinet")).weeks[1].available == WEEK

    def test_take_a_dozen_queries_however_many_are_asked_about(self, world, handover):
        with CaptureQueriesContext(connection) as queries:
            bench = Bench(MONDAY)
            for group in bench.groups:
                bench.hours_of(group)
        assert len(queries) <= 13, len(queries)


class TestHoursPromised:
    def test_open_work_falls_to_its_function_until_it_has_an_owner(self, world, handover):
        theo = weeks_of(Bench(MONDAY), "projects")
        assert sum(week.load.promised for week in theo) == 30 * HOUR

    def test_then_to_its_owner_wherever_they_are_asked_for(self, world, accepted):
        bench = Bench(MONDAY)
        assert sum(week.load.promised for week in weeks_of(bench, "projects")) == 0
        ahead = sum(week.load.promised for week in weeks_of(bench, "onsite"))
        assert 30 * HOUR < ahead <= 60 * HOUR  # the second falls partly beyond twelve weeks

    def test_everybody_counts_each_hour_once(self, world, accepted):
        bench = Bench(MONDAY, weeks=20)
        found = bench.hours_of(bench.group(""))
        assert sum(week.load.promised for week in found.weeks) == 60 * HOUR

    def test_what_is_planned_counts_where_it_lies_and_the_rest_evenly(self, world, accepted, plan):
        work = Deliverable.objects.get(title__startswith="Mail")
        plan("theo", hours(17, 9, 12), on=deliverable_target(work))
        bench = Bench(MONDAY, weeks=20)
        theo = weeks_of(bench, "projects")
        assert [week.load.promised for week in theo[:3]] == [0, 3 * HOUR, 0]
        whole = bench.hours_of(bench.group("")).weeks
        assert sum(week.load.promised for week in whole) == 60 * HOUR

    def test_other_blocks_take_room_too_and_tickets_theirs(self, world, handover, plan):
        plan("theo", hours(17, 9, 12))
        load = weeks_of(Bench(MONDAY), "projects")[1].load
        assert (load.planned, load.promised + load.reactive.usual) == (
            3 * HOUR, load.promised + round(WEEK * 0.3),
        )  # fmt: skip


class TestTicketsToExpect:
    def test_little_history_keeps_the_share_free_that_the_company_set(self, world, handover):
        tickets_took(world.people["theo"], 5, 6, 7)
        bench = Bench(MONDAY)
        found = bench.hours_of(bench.of_function("projects"))
        assert (found.reactive.n, found.reactive.known) == (3, False)
        assert found.weeks[1].load.reactive.usual == round(WEEK * 0.3)

    def test_enough_of_it_is_what_is_expected_with_its_spread(self, world, handover):
        tickets_took(world.people["theo"], 10, 12, 8, 10, 11, 9, 10, 20)
        bench = Bench(MONDAY)
        found = bench.hours_of(bench.of_function("projects"))
        assert found.reactive.known
        week = found.weeks[1]
        tickets = week.load.reactive
        assert (tickets.usual, tickets.low, tickets.high) == (10 * HOUR, 8 * HOUR, 20 * HOUR)
        assert week.free - week.free_surely == 10 * HOUR

    def test_undone_time_and_other_peoples_are_not_counted(self, world, handover):
        tickets_took(world.people["theo"], *[10] * 8)
        with bookkeeping():
            TimeEntry.objects.filter(worked_on__gte=FIRST - timedelta(weeks=1)).update(void=True)
        bench = Bench(MONDAY)
        assert bench.hours_of(bench.of_function("projects")).seen[-1] == 0
        assert bench.hours_of(bench.of_function("onsite")).seen == ()


class TestAnswers:
    def test_what_fits_is_said_to_fit(self, world, handover):
        said = capacity_answer((Wanted(8 * HOUR, "projects", FIRST, date(2026, 5, 1)),), MONDAY)
        assert said.short_seconds == 0
        assert "free before the date" in said.words
        assert "0 weeks of tickets are known" in said.words

    def test_what_does_not_fit_says_how_much_is_missing_and_when_it_would(self, world, handover):
        wanted = Wanted(100 * HOUR, "projects", FIRST, date(2026, 3, 20))
        said = capacity_answer((wanted,), MONDAY)
        assert said.short_seconds > 0
        assert said.earliest_due is not None
        assert said.earliest_due > date(2026, 3, 20)
        assert "would surely fit by" in said.words
        assert "overfill the weeks of 9 March, 16 March" in said.words

    def test_a_share_of_each_week_is_kept_free(self, world, handover):
        due = date(2026, 3, 13)
        # Theo's first week: 42.5 h, less his part of the mail, less 30 % kept free.
        usable = weeks_of(Bench(MONDAY), "projects")[0].free
        fitting = capacity_answer((Wanted(usable, "projects", FIRST, due),), MONDAY)
        over = capacity_answer((Wanted(usable + 60, "projects", FIRST, due),), MONDAY)
        assert (fitting.short_seconds, over.short_seconds) == (0, 60)

    def test_two_wishes_never_count_the_same_hour(self, world, handover):
        wish = Wanted(20 * HOUR, "projects", FIRST, date(2026, 3, 13))
        assert capacity_answer((wish,), MONDAY).short_seconds == 0
        assert capacity_answer((wish, wish), MONDAY).short_seconds > 0

    def test_beyond_twelve_weeks_is_answered_too(self, world, handover):
        late = Wanted(8 * HOUR, "projects", date(2026, 11, 2), date(2026, 11, 27))
        assert capacity_answer((late,), MONDAY).short_seconds == 0

    def test_nothing_asked_is_answered(self, world):
        assert capacity_answer((), MONDAY).short_seconds == 0

    def test_the_spread_of_tickets_is_said(self, world, handover):
        tickets_took(world.people["theo"], 10, 12, 8, 10, 11, 9, 10, 20)
        bench = bench_until(MONDAY, date(2026, 3, 20))
        group = bench.of_function("projects")
        week = bench.hours_of(group).weeks[1]
        found = outlook(bench, group, week.free * 2, date(2026, 3, 20))
        assert found.fit.fits_usually
        assert not found.fit.fits
        assert "only" in found.words
        assert sum(one.load.promised for one in found.after) == pytest.approx(
            sum(one.load.promised for one in found.hours.weeks) + week.free * 2
        )


class TestRowsBehindAWeek:
    def test_add_up_to_its_numbers(self, world, accepted, plan):
        work = Deliverable.objects.get(title__startswith="Mail")
        plan("theo", hours(17, 9, 12), on=deliverable_target(work))
        plan("dana", hours(18, 9, 10))
        tickets_took(world.people["theo"], *[10] * 9)
        rows = week_rows(MONDAY, date(2026, 3, 18), "")
        assert rows is not None
        load = rows.week.load
        assert sum(one.available for one in rows.present) == load.available
        planned = sum(one.seconds for _, one in rows.for_promised)
        assert sum(one.seconds for one in rows.falling) + planned == load.promised
        assert sum(one.seconds for _, one in rows.for_others) == load.planned == HOUR
        assert [one.seconds for one in rows.behind] == [10 * HOUR] * 9

    def test_a_week_that_is_over_or_too_far_out_has_none(self, world, handover):
        assert week_rows(MONDAY, date(2026, 3, 2), "") is None
        assert week_rows(MONDAY, date(2027, 3, 1), "") is None
