"""A deal's stage always is what the evidence shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.selling.models import DealContact, StageEvidence
from upheld.selling.operations.deals import remove_deal_contact, set_deal_contact
from upheld.selling.operations.debriefs import debrief
from upheld.selling.operations.evidence import (
    give_evidence,
    hide_evidence,
    show_evidence,
    withdraw_evidence,
)
from upheld.selling.operations.gaps import change_gap, disclose_gap, find_gap
from upheld.selling.queries.evidence import evidence_now
from upheld.selling.rules.stages import Evidence, furthest_stage


def give(sale, *kinds, by=None):
    for kind in kinds:
        give_evidence(
            deal=sale.fresh(),
            kind=kind,
            words=f"They said so: {kind}",
            by=by or sale.world.lena,
            at=sale.at,
        )


def qualify(sale):
    give(sale, "problem_stated", "money_discussed", "date_wanted")
    return set_deal_contact(
        deal=sale.deal, contact=sale.bob, part="decider", by=sale.world.lena, at=sale.at
    )


def hold_discovery(sale):
    meeting = sale.meeting()
    debrief(
        meeting=meeting,
        result="met",
        no_next_step_because="They ring us.",
        by=sale.world.lena,
        at=sale.at + timedelta(hours=4),
    )


def agree_solution(sale):
    qualify(sale)
    hold_discovery(sale)
    give(sale, "solution_confirmed")
    give(sale, "delivery_estimated", by=sale.world.sam)


def stage(sale):
    deal = sale.fresh()
    assert deal.stage == furthest_stage(frozenset(evidence_now(deal))), "stored is not derived"
    return deal.stage


class TestGivingEvidence:
    def test_a_deal_qualifies_with_the_last_of_its_four_conditions(self, sale):
        give(sale, "problem_stated", "money_discussed", "date_wanted")
        assert stage(sale) == "lead"
        set_deal_contact(
            deal=sale.deal, contact=sale.bob, part="decider", by=sale.world.lena, at=sale.at
        )
        assert stage(sale) == "qualified"

    def test_the_move_is_recorded_with_both_stages(self, sale):
        qualify(sale)
        entry = RecordEntry.objects.filter(event="selling.deal.stage_reached").latest("sequence")
        assert '"before":"lead"' in entry.body
        assert '"stage":"qualified"' in entry.body

    def test_later_evidence_does_not_jump_an_earlier_stage(self, sale):
        give(sale, "decision_maker_said_yes", "proposal_on_table", "solution_confirmed")
        assert stage(sale) == "lead"

    def test_the_whole_way_to_decided(self, sale):
        agree_solution(sale)
        assert stage(sale) == "solution_agreed"
        give(sale, "proposal_on_table")
        assert stage(sale) == "proposed"
        give(sale, "decision_maker_said_yes")
        assert stage(sale) == "decided"

    def test_saying_it_again_replaces_the_words(self, sale):
        give(sale, "problem_stated")
        give_evidence(
            deal=sale.deal,
            kind="problem_stated",
            words="Worse than that.",
            by=sale.world.lena,
            at=sale.at,
        )
        standing = StageEvidence.objects.filter(withdrawn_at=None)
        assert [one.words for one in standing] == ["Worse than that."]

    @pytest.mark.parametrize(
        "kind",
        ["decision_maker_known", "discovery_held", "gaps_disclosed", "signed", "loss_recorded"],
    )
    def test_what_follows_from_other_rows_cannot_be_claimed(self, sale, kind):
        with pytest.raises(Refused) as refused:
            give(sale, kind)
        assert refused.value.code == "evidence_follows"
        assert refused.value.remedy

    def test_a_seller_cannot_vouch_for_delivery(self, sale):
        with pytest.raises(Refused) as refused:
            give(sale, "delivery_estimated")
        assert refused.value.code == "not_allowed"

    @pytest.mark.parametrize(("kind", "words"), [("nonsense", "x"), ("problem_stated", "  "),
                                                 ("problem_stated", "x" * 501)])  # fmt: skip
    def test_input_that_says_nothing_is_refused(self, sale, kind, words):
        with pytest.raises(Refused) as refused:
            give_evidence(deal=sale.deal, kind=kind, words=words, by=sale.world.lena, at=sale.at)
        assert refused.value.code == "invalid_input"

    def test_a_contact_of_another_company_cannot_have_said_it(self, sale):
        other = add_company(name="Other", by=sale.world.ana, at=sale.at)
        eve = add_contact(company=other, name="Eve", by=sale.world.ana, at=sale.at)
        with pytest.raises(Refused) as refused:
            give_evidence(
                deal=sale.deal,
                kind="problem_stated",
                words="x",
                contact=eve,
                by=sale.world.lena,
                at=sale.at,
            )
        assert refused.value.code == "contact_of_another_company"

    def test_a_technician_may_not_change_a_deal(self, sale):
        with pytest.raises(Refused) as refused:
            give(sale, "problem_stated", by=sale.world.dana)
        assert refused.value.code == "not_allowed"


class TestFallingBack:
    def test_withdrawn_evidence_takes_the_deal_back_by_itself(self, sale):
        agree_solution(sale)
        row = StageEvidence.objects.get(kind="money_discussed", withdrawn_at=None)
        withdraw_evidence(
            evidence=row, reason="The budget was cut.", by=sale.world.lena, at=sale.at
        )
        assert stage(sale) == "lead"
        row.refresh_from_db()
        assert row.withdrawn_because == "The budget was cut."

    def test_a_decider_who_leaves_takes_the_deal_back(self, sale):
        place = qualify(sale)
        remove_deal_contact(place=place, by=sale.world.lena, at=sale.at)
        assert stage(sale) == "lead"
        assert not DealContact.objects.exists()

    def test_a_gap_that_turns_up_takes_the_deal_back_until_it_is_disclosed(self, sale):
        agree_solution(sale)
        gap = find_gap(deal=sale.deal, need="Weekends", by=sale.world.dana, at=sale.at)
        assert stage(sale) == "qualified"
        disclose_gap(gap=gap, to=sale.ann, by=sale.world.lena, at=sale.at)
        assert stage(sale) == "solution_agreed"

    def test_a_need_that_is_met_after_all_is_no_gap(self, sale):
        agree_solution(sale)
        gap = find_gap(deal=sale.deal, need="Weekends", by=sale.world.dana, at=sale.at)
        change_gap(gap=gap, need="Weekends", answer="met", by=sale.world.lena, at=sale.at)
        assert stage(sale) == "solution_agreed"

    def test_a_reason_is_needed(self, sale):
        give(sale, "problem_stated")
        with pytest.raises(Refused) as refused:
            withdraw_evidence(
                evidence=StageEvidence.objects.get(), reason=" ", by=sale.world.lena, at=sale.at
            )
        assert refused.value.code == "invalid_input"

    def test_withdrawing_twice_changes_nothing(self, sale):
        give(sale, "problem_stated")
        row = StageEvidence.objects.get()
        for _ in range(2):
            withdraw_evidence(evidence=row, reason="No.", by=sale.world.lena, at=sale.at)
        assert RecordEntry.objects.filter(event="selling.evidence.withdrawn").count() == 1


class TestShownByLaterWork:
    SOURCE = "proposal:7"

    def show(self, sale):
        return show_evidence(
            deal=sale.deal,
            kind=Evidence.PROPOSAL_ON_TABLE,
            source=self.SOURCE,
            words="Proposal 7",
            by=sale.world.system,
            at=sale.at,
        )

    def hide(self, sale):
        return hide_evidence(
            deal=sale.deal,
            kind=Evidence.PROPOSAL_ON_TABLE,
            source=self.SOURCE,
            reason="It expired.",
            by=sale.world.system,
            at=sale.at,
        )

    def test_it_stands_as_long_as_its_source_says(self, sale):
        agree_solution(sale)
        self.show(sale)
        assert stage(sale) == "proposed"
        self.hide(sale)
        assert stage(sale) == "solution_agreed"

    def test_showing_it_twice_keeps_one(self, sale):
        self.show(sale)
        self.show(sale)
        assert StageEvidence.objects.filter(withdrawn_at=None).count() == 1
        self.hide(sale)
        self.hide(sale)
        assert not StageEvidence.objects.filter(withdrawn_at=None).exists()

    def test_nobody_can_withdraw_it_by_hand(self, sale):
        self.show(sale)
        with pytest.raises(Refused) as refused:
            withdraw_evidence(
                evidence=StageEvidence.objects.get(), reason="No.", by=sale.world.lena, at=sale.at
            )
        assert refused.value.code == "evidence_shown_elsewhere"

    def test_only_the_system_shows_it(self, sale):
        with pytest.raises(Refused) as refused:
            show_evidence(
                deal=sale.deal,
                kind=Evidence.SIGNED,
                source=self.SOURCE,
                words="x",
                by=sale.world.ana,
                at=sale.at,
            )
        assert refused.value.code == "not_allowed"


def test_the_database_keeps_one_standing_row_per_kind_and_source(sale):
    give(sale, "problem_stated")
    row = StageEvidence.objects.get()
    statement = (
        "insert into selling_stageevidence (provider_id, version, deal_id, kind, words, "
        "source, given_at, withdrawn_because) values (%s, 1, %s, %s, 'x', '', %s, '')"
    )
    values = [row.provider_id, row.deal_id, row.kind, sale.at.isoformat()]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
