"""Finished work that is like what is asked about, with what it took."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.delivery.answering import comparable_work
from upheld.delivery.models import Deliverable, HandoverPoint
from upheld.delivery.operations.deliverables import start_deliverable, submit_deliverable
from upheld.delivery.operations.evidence import add_evidence
from upheld.delivery.operations.handover_points import accept_point
from upheld.delivery.operations.sign_off import answer_sign_off
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.rules.sign_off import Answer
from upheld.delivery.targets import deliverable_target
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, figure_of
from upheld.timekeeping.operations.time import log_time

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = 3600
LATER = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)


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
