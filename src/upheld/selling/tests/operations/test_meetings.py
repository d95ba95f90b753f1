"""Meetings: planned within the house rules, made ready, huddled, debriefed, rated."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.customers.operations.companies import add_company, add_house_rule
from upheld.customers.operations.contacts import add_contact
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.selling.models import Gap, MeetingGuest, MeetingSeat
from upheld.selling.operations.debriefs import FoundGap, debrief
from upheld.selling.operations.meetings import (
    MeetingPlan,
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from upheld.selling.operations.preparing import answer_readiness, huddle
from upheld.selling.operations.ratings import (
    ask_for_ratings,
)
from upheld.selling.queries.meetings import meeting_page
from upheld.selling.queries.parts import suggested_part
from upheld.selling.queries.readiness import readiness_of


@pytest.fixture
def not_before_ten(sale):
    return add_house_rule(
        company=sale.acme,
        words="Do not ring before ten",
        told_by="Ann Hill",
        champion=sale.ann,
        hours={str(day): [["00:00", "10:00"]] for day in range(7)},
        means=("call",),
        by=sale.world.ana,
        at=sale.at,
    )


def plan(sale, **fields):
    usual = {
        "title": "Call",
        "kind": "discovery",
        "means": "call",
        "starts_at": datetime(2026, 3, 3, 9, 30, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
        "guests": [sale.ann],
    }
    return MeetingPlan(**{**usual, **fields})


def refusal_of(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value


class TestPlanning:
    def test_a_forbidden_hour_is_refused_with_the_customers_words(self, sale, not_before_ten):
        refused = refusal_of(
            lambda: plan_meeting(deal=sale.deal, plan=plan(sale), by=sale.world.lena, at=sale.at)
        )
        assert refused.code == "house_rule"
        assert "Do not ring before ten" in refused.reasons[0].why
        assert "Ann Hill" in refused.reasons[0].remedy

    def test_the_hour_after_it_is_free(self, sale, not_before_ten):
        ten = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
        meeting = plan_meeting(
            deal=sale.deal,
            plan=plan(sale, starts_at=ten, ends_at=ten + timedelta(hours=1)),
            by=sale.world.lena,
            at=sale.at,
        )
        assert meeting.number == 1

    def test_the_hour_is_the_customers_own(self, sale, not_before_ten):
        # 9:30 UTC in July is half past ten in London.
        summer = datetime(2026, 7, 7, 9, 30, tzinfo=UTC)
        meeting = plan_meeting(
            deal=sale.deal,
            plan=plan(sale, starts_at=summer, ends_at=summer + timedelta(hours=1)),
            by=sale.world.lena,
            at=sale.at,
        )
        assert meeting.starts_at == summer

    def test_another_way_of_meeting_is_not_ringing(self, sale, not_before_ten):
        meeting = plan_meeting(
            deal=sale.deal, plan=plan(sale, means="mail"), by=sale.world.lena, at=sale.at
        )
        assert meeting.means == "mail"

    def test_the_champion_releases_it_and_the_words_are_kept(self, sale, not_before_ten):
        meeting = plan_meeting(
            deal=sale.deal,
            by=sale.world.lena,
            at=sale.at,
            plan=plan(sale, released_by=[sale.ann], released_because="Ring at half past nine."),
        )
        assert meeting.releases == [{"contact": sale.ann.pk, "words": "Ring at half past nine."}]
        entry = RecordEntry.objects.filter(event="selling.meeting.planned").latest("sequence")
        assert entry.private["reason"] == "Ring at half past nine."

    def test_somebody_else_cannot_release_it(self, sale, not_before_ten):
        refused = refusal_of(
            lambda: plan_meeting(
                deal=sale.deal,
                by=sale.world.lena,
                at=sale.at,
                plan=plan(sale, released_by=[sale.bob], released_because="Fine by me."),
            )
        )
        assert refused.code == "house_rule"

    def test_a_release_without_words_is_refused(self, sale, not_before_ten):
        refused = refusal_of(
            lambda: plan_meeting(
                deal=sale.deal,
                plan=plan(sale, released_by=[sale.ann]),
                by=sale.world.lena,
                at=sale.at,
            )
        )
        assert "released_because" in refused.fields

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"title": " "}, "title"),
            ({"ends_at": datetime(2026, 3, 3, 9, 30, tzinfo=UTC)}, "ends_at"),
            ({"ends_at": datetime(2026, 3, 3, 8, 0, tzinfo=UTC)}, "ends_at"),
            ({"ends_at": datetime(2026, 3, 4, 8, 0, tzinfo=UTC)}, "ends_at"),
            (
                {
                    "starts_at": datetime(2036, 3, 3, 9, tzinfo=UTC),
                    "ends_at": datetime(2036, 3, 3, 10, tzinfo=UTC),
                },
                "starts_at",
            ),
            ({"kind": "party"}, "kind"),
            ({"means": "pigeon"}, "means"),
        ],
    )
    def test_a_slip_is_refused_by_its_field(self, sale, fields, wrong):
        refused = refusal_of(
            lambda: plan_meeting(
                deal=sale.deal, plan=plan(sale, **fields), by=sale.world.lena, at=sale.at
            )
        )
        assert wrong in refused.fields

    def test_a_guest_of_another_company_is_refused(self, sale):
        other = add_company(name="Other", by=sale.world.ana, at=sale.at)
        eve = add_contact(company=other, name="Eve", by=sale.world.ana, at=sale.at)
        refused = refusal_of(
            lambda: plan_meeting(
                deal=sale.deal, plan=plan(sale, guests=[eve]), by=sale.world.lena, at=sale.at
            )
        )
        assert refused.code == "contact_of_another_company"

    def test_a_change_of_the_clocks_is_a_doubt_that_can_be_set_aside(self, sale):
        night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
        across = plan(sale, means="meeting", starts_at=night, ends_at=night + timedelta(hours=2))
        refused = refusal_of(
            lambda: plan_meeting(deal=sale.deal, plan=across, by=sale.world.lena, at=sale.at)
        )
        assert [one.code for one in refused.cautions] == ["clocks_change"]
        plan_meeting(
            deal=sale.deal,
            plan=across,
            by=sale.world.lena,
            at=sale.at,
            setting_aside=frozenset({"clocks_change"}),
        )
        entry = RecordEntry.objects.filter(event="selling.meeting.planned").latest("sequence")
        assert '"set_aside":["clocks_change"]' in entry.body

    def test_a_repeated_hour_asks_which_is_meant(self, sale):
        first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        twice = plan(sale, means="meeting", starts_at=first, ends_at=first + timedelta(minutes=15))
        refused = refusal_of(
            lambda: plan_meeting(deal=sale.deal, plan=twice, by=sale.world.lena, at=sale.at)
        )
        assert [one.code for one in refused.cautions] == ["hour_repeated"]

    def test_moving_asks_the_house_rules_again(self, sale, not_before_ten):
        meeting = sale.meeting(
            means="call",
            starts_at=datetime(2026, 3, 3, 11, tzinfo=UTC),
            ends_at=datetime(2026, 3, 3, 12, tzinfo=UTC),
        )
        refused = refusal_of(
            lambda: change_meeting(meeting=meeting, plan=plan(sale), by=sale.world.lena, at=sale.at)
        )
        assert refused.code == "house_rule"

    def test_guests_can_be_exchanged(self, sale):
        meeting = sale.meeting()
        change_meeting(
            meeting=meeting,
            by=sale.world.lena,
            at=sale.at,
            plan=plan(sale, means="meeting", guests=[sale.bob]),
        )
        assert [one.contact for one in MeetingGuest.objects.all()] == [sale.bob]

    def test_an_unchanged_plan_records_nothing(self, sale):
        meeting = sale.meeting()
        same = MeetingPlan(
            "First call", meeting.starts_at, meeting.ends_at, kind="discovery", guests=[sale.ann]
        )
        before = RecordEntry.objects.count()
        change_meeting(meeting=meeting, plan=same, by=sale.world.lena, at=sale.at)
        assert RecordEntry.objects.count() == before

    def test_cancelling_says_why_and_ends_it(self, sale):
        meeting = sale.meeting()
        assert (
            refusal_of(
                lambda: cancel_meeting(meeting=meeting, reason="", by=sale.world.lena, at=sale.at)
            ).code
            == "invalid_input"
        )
        cancel_meeting(meeting=meeting, reason="Ann is ill.", by=sale.world.lena, at=sale.at)
        cancel_meeting(meeting=meeting, reason="Again.", by=sale.world.lena, at=sale.at)
        assert RecordEntry.objects.filter(event="selling.meeting.cancelled").count() == 1
        later = sale.at + timedelta(hours=5)
        for attempt in (
            lambda: change_meeting(
                meeting=meeting, plan=plan(sale), by=sale.world.lena, at=sale.at
            ),
            lambda: huddle(meeting=meeting, goal="x", seats={}, by=sale.world.lena, at=sale.at),
            lambda: debrief(meeting=meeting, result="met", by=sale.world.lena, at=later),
            lambda: ask_for_ratings(meeting=meeting, by=sale.world.lena, at=later),
        ):
            assert refusal_of(attempt).code == "meeting_over"


class TestReadiness:
    def test_what_the_records_show_needs_no_answer(self, sale):
        from upheld.customers.operations.companies import change_company

        change_company(company=sale.acme, headcount=45, does="Teeth", by=sale.world.ana, at=sale.at)
        meeting = sale.meeting()
        check = readiness_of(meeting)
        known = {line.item: line.words for line in check.lines if line.state == "known"}
        assert known == {"what_they_do": "Teeth", "headcount": "45 people"}
        assert not check.is_ready

    def test_answers_settle_the_rest_and_are_taken_back_by_an_empty_one(self, sale):
        meeting = sale.meeting()
        for item in (
            "problem",
            "what_they_do",
            "headcount",
            "services_known",
            "price_answer",
            "our_gaps",
        ):
            answer_readiness(
                meeting=meeting, item=item, said="Known.", by=sale.world.lena, at=sale.at
            )
        meeting = answer_readiness(
            meeting=meeting,
            item="contract_draft",
            not_needed_because="It is a first call.",
            by=sale.world.lena,
            at=sale.at,
        )
        assert readiness_of(meeting).is_ready
        meeting = answer_readiness(meeting=meeting, item="problem", by=sale.world.lena, at=sale.at)
        assert [one.code for one in readiness_of(meeting).missing] == ["problem_missing"]

    def test_the_same_answer_records_nothing(self, sale):
        meeting = sale.meeting()
        for _ in range(2):
            answer_readiness(
                meeting=meeting, item="problem", said="x", by=sale.world.lena, at=sale.at
            )
        assert RecordEntry.objects.filter(event="selling.meeting.prepared").count() == 1

    @pytest.mark.parametrize(("item", "said"), [("weather", "x"), ("problem", "x" * 301)])
    def test_what_is_no_answer_is_refused(self, sale, item, said):
        assert (
            refusal_of(
                lambda: answer_readiness(
                    meeting=sale.meeting(), item=item, said=said, by=sale.world.lena, at=sale.at
                )
            ).code
            == "invalid_input"
        )

    def test_preparing_after_it_began_prepares_nothing(self, sale):
        meeting = sale.meeting()
        refused = refusal_of(
            lambda: answer_readiness(
                meeting=meeting, item="problem", said="x", by=sale.world.lena, at=meeting.starts_at
            )
        )
        assert refused.code == "meeting_begun"


class TestHuddle:
    def test_goal_and_parts_are_kept(self, sale):
        people = sale.world.people
        meeting = huddle(
            meeting=sale.meeting(),
            goal="Learn who decides",
            play="Ask",
            seats={people["lena"]: "lead", people["marek"]: "passive"},
            by=sale.world.marek,
            at=sale.at,
        )
        assert meeting.goal == "Learn who decides"
        seats = {one.person.handle: one.part for one in MeetingSeat.objects.all()}
        assert seats == {"lena": "lead", "marek": "passive"}
        huddle(
            meeting=meeting,
            goal="Another",
            seats={people["marek"]: "lead"},
            by=sale.world.marek,
            at=sale.at,
        )
        assert {one.person.handle: one.part for one in MeetingSeat.objects.all()} == {
            "marek": "lead"
        }

    def test_all_that_is_missing_is_named_at_once(self, sale):
        refused = refusal_of(
            lambda: huddle(
                meeting=sale.meeting(), goal=" ", seats={}, by=sale.world.lena, at=sale.at
            )
        )
        assert {one.code for one in refused.reasons} == {"goal_missing", "nobody_goes"}

    def test_a_part_that_does_not_exist_is_refused(self, sale):
        refused = refusal_of(
            lambda: huddle(
                meeting=sale.meeting(),
                goal="x",
                seats={sale.world.people["lena"]: "chief"},
                by=sale.world.lena,
                at=sale.at,
            )
        )
        assert "seats" in refused.fields

    def test_a_huddle_after_the_beginning_is_none(self, sale):
        meeting = sale.meeting()
        refused = refusal_of(
            lambda: huddle(
                meeting=meeting,
                goal="x",
                seats={sale.world.people["lena"]: "lead"},
                by=sale.world.lena,
                at=meeting.starts_at,
            )
        )
        assert refused.code == "meeting_begun"
        line = meeting_page(meeting, meeting.ends_at).line
        assert line.unhuddled
        assert line.needs_debrief


class TestTheEngineersPart:
    def test_it_is_suggested_for_a_demo_with_its_reasons(self, sale):
        demo = sale.meeting(
            kind="demo",
            starts_at=sale.at + timedelta(days=5),
            ends_at=sale.at + timedelta(days=5, hours=1),
        )
        found = suggested_part(demo, sale.at)
        assert found is not None
        assert found.role == "lead"  # a seller new to it, and invited early
        assert "5 days ahead" in found.reasons[1]

    def test_a_last_minute_demo_never_makes_a_lead(self, sale):
        found = suggested_part(sale.meeting(kind="demo"), sale.at)
        assert found is not None
        assert found.role == "active"

    def test_other_meetings_need_none(self, sale):
        assert suggested_part(sale.meeting(), sale.at) is None


class TestDebrief:
    def after(self, sale):
        return sale.at + timedelta(hours=4)

    def test_it_moves_the_deal_and_finds_gaps(self, sale):
        meeting = debrief(
            meeting=sale.meeting(),
            result="partly",
            said="They want Saturdays.",
            next_step="Ask Sam",
            next_step_on=date(2026, 3, 4),
            gaps=[FoundGap("Saturdays", is_killer=True)],
            by=sale.world.lena,
            at=self.after(sale),
        )
        deal = sale.fresh()
        assert (deal.next_step, deal.next_step_on) == ("Ask Sam", date(2026, 3, 4))
        gap = Gap.objects.get()
        assert (gap.meeting_id, gap.is_killer) == (meeting.pk, True)
        assert (
            refusal_of(
                lambda: debrief(
                    meeting=meeting, result="met", by=sale.world.lena, at=self.after(sale)
                )
            ).code
            == "meeting_over"
        )

    def test_all_that_is_missing_is_named_at_once(self, sale):
        refused = refusal_of(
            lambda: debrief(
                meeting=sale.meeting(), result="", by=sale.world.lena, at=self.after(sale)
            )
        )
        assert {one.code for one in refused.reasons} == {"result_missing", "next_step_missing"}

    def test_a_step_in_the_past_is_refused_by_the_readers_day(self, sale):
        refused = refusal_of(
            lambda: debrief(
                meeting=sale.meeting(),
                result="met",
                next_step="x",
                next_step_on=date(2026, 3, 1),
                by=sale.world.lena,
                at=self.after(sale),
            )
        )
        assert [one.code for one in refused.reasons] == ["next_step_in_past"]

    def test_nothing_can_be_debriefed_before_it_began(self, sale):
        refused = refusal_of(
            lambda: debrief(meeting=sale.meeting(), result="met", by=sale.world.lena, at=sale.at)
        )
        assert refused.code == "meeting_not_begun"

    def test_a_result_that_does_not_exist_is_refused(self, sale):
        refused = refusal_of(
            lambda: debrief(
                meeting=sale.meeting(), result="great", by=sale.world.lena, at=self.after(sale)
            )
        )
        assert "result" in refused.fields
