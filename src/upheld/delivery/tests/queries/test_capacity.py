"""Hours promised against hours there are, from real calendars, leave and open work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.agreements.asking import Wanted
from upheld.delivery.answering import capacity_answer, comparable_work
from upheld.delivery.models import Deliverable, HandoverPoint
from upheld.delivery.operations.deliverables import start_deliverable, submit_deliverable
from upheld.delivery.operations.evidence import add_evidence
from upheld.delivery.operations.handover_points import accept_point
from upheld.delivery.operations.sign_off import answer_sign_off
from upheld.delivery.queries.capacity import Bench
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.rules.sign_off import Answer
from upheld.delivery.targets import deliverable_target
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, figure_of
from upheld.people.models import Leave
from upheld.timekeeping.operations.time import log_time

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = 3600
LATER = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
FIRST = date(2026, 3, 9)
WEEK = 5 * 8.5 * HOUR
"""Monday to Friday, 9:00 to 17:30, where nobody set other hours."""


def on_leave(person, first, last):
    with bookkeeping():
        Leave.objects.create(
            provider_id=person.provider_id, person=person, first_on=first, last_on=last
        )


class TestHoursThereAre:
    def test_follow_the_calendar_less_leave_and_holidays(self, world, handover):
        on_leave(world.people["theo"], date(2026, 3, 10), date(2026, 3, 11))
        theo = Bench(MONDAY).of_function("projects")
        assert theo.people == ("Theo Marsh",)
        assert theo.weeks[0].available == WEEK - 2 * 8.5 * HOUR
        assert theo.weeks[1].available == WEEK
        easter = next(week for week in theo.weeks if week.monday == date(2026, 3, 30))
        assert easter.available == WEEK - 8.5 * HOUR  # Good Friday, 3 April

    def test_a_function_that_nobody_holds_is_everybodys(self, world, handover):
        bench = Bench(MONDAY)
        assert bench.of_function("cabling").people == bench.of_everybody().people

    def test_take_seven_queries_however_many_are_asked_about(self, world, handover):
        with CaptureQueriesContext(connection) as queries:
            bench = Bench(MONDAY)
            for function in ("projects", "onsite", "", "cabling"):
                bench.of_function(function)
        assert len(queries) <= 8, len(queries)


class TestHoursPromised:
    def test_open_work_falls_to_its_function_until_it_has_an_owner(self, world, handover):
        theo = Bench(MONDAY).of_function("projects").weeks
        assert sum(week.promised for week in theo) == 30 * HOUR

    def test_then_to_its_owner_wherever_they_are_asked_for(self, world, accepted):
        bench = Bench(MONDAY)
        assert sum(week.promised for week in bench.of_function("projects").weeks) == 0
        dana = bench.of_function("onsite")
        assert dana.people == ("Dana Whitfield",)
        ahead = sum(week.promised for week in dana.weeks)
        assert 30 * HOUR < ahead <= 60 * HOUR  # the second falls partly beyond twelve weeks

    def test_everybody_counts_each_hour_once(self, world, accepted):
        bench = Bench(MONDAY, weeks=20)
        assert sum(week.promised for week in bench.of_everybody().weeks) == 60 * HOUR


class TestAnswers:
    def test_what_fits_is_said_to_fit(self, world, handover):
        said = capacity_answer((Wanted(8 * HOUR, "projects", FIRST, date(2026, 5, 1)),), MONDAY)
        assert said.short_seconds == 0
        assert "free before the date" in said.words

    def test_what_does_not_fit_says_how_much_is_missing_and_when_it_would(self, world, handover):
        wanted = Wanted(100 * HOUR, "projects", FIRST, date(2026, 3, 20))
        said = capacity_answer((wanted,), MONDAY)
        assert said.short_seconds > 0
        assert said.earliest_due is not None
        assert said.earliest_due > date(2026, 3, 20)
        assert "would fit by" in said.words

    def test_a_share_of_each_week_is_kept_free(self, world, handover):
        due = date(2026, 3, 13)
        # Theo's first week: 42.5 h, less his part of the mail, less 30 % kept free.
        first = Bench(MONDAY).of_function("projects").weeks[0]
        usable = first.free - round(first.available * 0.3)
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


class TestComparableWork:
    @pytest.fixture
    def finished(self, world, sell, buyer):
        """Six works of the same kind, accepted, with 10 to 60 hours logged on them."""
        works = [
            {
                "title": f"Mail of {number}0 people moved",
                "criterion": f"All {number}0 mailboxes are open in the new system.",
                "evidence_kind": "text",
                "due_on": date(2026, 5, 29),
                "price": Money.of(100, "GBP"),
                "function": "projects",
            }
            for number in range(1, 7)
        ]
        sell(works)
        for point in HandoverPoint.objects.all():
            accept_point(point=point, by=world.dana, at=MONDAY)
        for place, work in enumerate(Deliverable.objects.order_by("position"), 1):
            self.finish(world, buyer, work, hours=10 * place)

    def finish(self, world, buyer, work, hours):
        work = start_deliverable(deliverable=work, by=world.dana, at=MONDAY)
        target = deliverable_target(work)
        for day in range(hours // 10):
            log_time(
                target=target, seconds=10 * HOUR, by=world.dana, at=LATER,
                worked_on=date(2026, 3, 10) + timedelta(days=7 * work.position + day),
            )  # fmt: skip
        add_evidence(
            deliverable=work, kind=EvidenceKind.TEXT, words="All are open.", by=world.dana,
            at=MONDAY,
        )  # fmt: skip
        round_ = submit_deliverable(deliverable=work, by=world.dana, at=MONDAY)
        answer_sign_off(
            deliverable=work, answer=Answer.ACCEPTED, shown_hash=round_.content_hash, by=buyer,
            at=LATER,
        )  # fmt: skip

    def test_without_finished_work_it_says_how_much_is_missing(self, world, accepted):
        found = comparable_work("Mail of 30 people moved", "projects")
        assert (found.cases, found.needed, found.p50_seconds) == ((), 5, None)

    def test_gives_the_middle_and_the_mark_of_what_like_work_took(self, world, finished):
        found = comparable_work("Move the mail of 30 people to the new system", "projects")
        assert len(found.cases) == 6
        assert {case.company for case in found.cases} == {"Acme Dental"}
        assert (found.p50_seconds, found.p80_seconds, found.needed) == (35 * HOUR, 50 * HOUR, 0)

    def test_unlike_work_is_not_compared(self, world, finished):
        assert comparable_work("Firewall replaced at the branch", "projects").cases == ()
        assert comparable_work("Move the mail of 30 people", "onsite").cases == ()

    def test_the_measures_take_them_up(self, world, finished):
        period = Period(MONDAY - timedelta(days=1), LATER + timedelta(days=365))
        ask = Ask(period, LATER + timedelta(days=300))
        assert figure_of("on_time_deliverables", ask).n == 6
        assert figure_of("estimate_error", ask).n == 6
