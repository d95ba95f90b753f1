"""Deals open, change, end and are taken up again."""

from __future__ import annotations

from datetime import date

import pytest

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.selling.models import Deal
from upheld.selling.operations.closing import lose_deal, reopen_deal, win_deal
from upheld.selling.operations.deals import change_deal, open_deal, set_deal_contact
from upheld.selling.operations.evidence import give_evidence


def events():
    return list(RecordEntry.objects.order_by("sequence").values_list("event", flat=True))


class TestOpening:
    def test_a_deal_begins_as_a_lead_with_the_next_number(self, sale):
        second = open_deal(
            company=sale.acme,
            title=" Desk ",
            owner=sale.world.people["lena"],
            by=sale.world.lena,
            at=sale.at,
        )
        assert (second.number, second.title, second.stage) == (2, "Desk", "lead")
        assert second.currency == sale.world.provider.currency
        assert sale.deal.one_off == Money(1_240_000, "GBP")

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"title": " "}, "title"),
            ({"origin": "luck"}, "origin"),
            ({"one_off_minor": -1}, "one_off"),
            ({"monthly_minor": -1}, "monthly"),
            ({"confidence_ppm": 1_000_001}, "confidence"),
            ({"next_step_on": date(2026, 3, 9)}, "next_step"),
        ],
    )
    def test_what_cannot_be_true_is_refused_by_its_field(self, sale, fields, wrong):
        with pytest.raises(Refused) as refused:
            open_deal(
                **{
                    "company": sale.acme,
                    "title": "x",
                    "owner": None,
                    "by": sale.world.lena,
                    "at": sale.at,
                    **fields,
                }
            )
        assert wrong in refused.value.fields


class TestChanging:
    def test_fields_change_and_the_record_keeps_what_they_were(self, sale):
        deal = change_deal(
            deal=sale.deal,
            next_step="Send the draft",
            next_step_on=date(2026, 3, 9),
            by=sale.world.lena,
            at=sale.at,
        )
        assert deal.next_step == "Send the draft"
        entry = RecordEntry.objects.latest("sequence")
        assert entry.private["changes"]["next_step"] == ["", "Send the draft"]

    def test_nothing_new_records_nothing(self, sale):
        before = len(events())
        change_deal(deal=sale.deal, title=sale.deal.title, by=sale.world.lena, at=sale.at)
        assert len(events()) == before

    @pytest.mark.parametrize("field", ["stage", "outcome", "closed_at", "company", "provider_id"])
    def test_the_stage_and_the_end_cannot_be_set(self, sale, field):
        with pytest.raises(Refused) as refused:
            change_deal(**{"deal": sale.deal, "by": sale.world.lena, "at": sale.at, field: "won"})
        assert field in refused.value.fields
        assert sale.fresh().stage == "lead"

    def test_a_stale_form_is_refused(self, sale):
        seen = sale.deal.version
        change_deal(deal=sale.deal, title="Other", by=sale.world.ana, at=sale.at, seen=seen)
        with pytest.raises(Refused) as refused:
            change_deal(deal=sale.deal, title="Mine", by=sale.world.lena, at=sale.at, seen=seen)
        assert refused.value.code == "changed_meanwhile"

    def test_somebody_of_another_company_is_not_in_the_deal(self, sale):
        other = add_company(name="Other", by=sale.world.ana, at=sale.at)
        eve = add_contact(company=other, name="Eve", by=sale.world.ana, at=sale.at)
        with pytest.raises(Refused) as refused:
            set_deal_contact(
                deal=sale.deal, contact=eve, part="decider", by=sale.world.lena, at=sale.at
            )
        assert refused.value.code == "contact_of_another_company"

    def test_an_unknown_part_is_refused_and_the_same_part_changes_nothing(self, sale):
        with pytest.raises(Refused):
            set_deal_contact(
                deal=sale.deal, contact=sale.ann, part="king", by=sale.world.lena, at=sale.at
            )
        for part in ("user", "user", "champion"):
            set_deal_contact(
                deal=sale.deal, contact=sale.ann, part=part, by=sale.world.lena, at=sale.at
            )
        assert events().count("selling.deal.contact_set") == 2


class TestEnding:
    def test_a_signature_wins_at_the_amounts_signed(self, sale):
        won = win_deal(
            deal=sale.deal, one_off_minor=5, monthly_minor=0, by=sale.world.system, at=sale.at
        )
        assert (won.outcome, won.stage, won.one_off_minor) == ("won", "won", 5)
        assert won.closed_at == sale.at
        assert events().count("selling.deal.won") == 1
        win_deal(deal=sale.deal, by=sale.world.system, at=sale.at)
        assert events().count("selling.deal.won") == 1

    def test_nobody_wins_by_saying_so(self, sale):
        with pytest.raises(Refused) as refused:
            win_deal(deal=sale.deal, by=sale.world.ana, at=sale.at)
        assert refused.value.code == "not_allowed"

    def test_a_loss_says_to_whom_and_why(self, sale):
        lost = lose_deal(
            deal=sale.deal, reason="Weekends", lost_to="Fjord", by=sale.world.lena, at=sale.at
        )
        assert (lost.outcome, lost.stage, lost.lost_to) == ("lost", "lost", "Fjord")

    def test_a_loss_needs_a_reason(self, sale):
        with pytest.raises(Refused) as refused:
            lose_deal(deal=sale.deal, reason="", by=sale.world.lena, at=sale.at)
        assert refused.value.code == "invalid_input"

    def test_a_closed_deal_takes_no_change_and_no_evidence(self, sale):
        lose_deal(deal=sale.deal, reason="Weekends", by=sale.world.lena, at=sale.at)
        for attempt in (
            lambda: change_deal(deal=sale.deal, title="x", by=sale.world.lena, at=sale.at),
            lambda: lose_deal(deal=sale.deal, reason="x", by=sale.world.lena, at=sale.at),
            lambda: give_evidence(
                deal=sale.deal, kind="problem_stated", words="x", by=sale.world.lena, at=sale.at
            ),
            lambda: set_deal_contact(
                deal=sale.deal, contact=sale.ann, part="user", by=sale.world.lena, at=sale.at
            ),
            sale.meeting,
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert refused.value.code == "deal_closed"

    def test_a_lost_deal_opens_again_where_its_evidence_stands(self, sale):
        for kind in ("problem_stated", "money_discussed", "date_wanted"):
            give_evidence(deal=sale.deal, kind=kind, words="x", by=sale.world.lena, at=sale.at)
        set_deal_contact(
            deal=sale.deal, contact=sale.bob, part="decider", by=sale.world.lena, at=sale.at
        )
        lose_deal(deal=sale.deal, reason="Weekends", by=sale.world.lena, at=sale.at)
        again = reopen_deal(deal=sale.deal, reason="They rang.", by=sale.world.lena, at=sale.at)
        assert (again.outcome, again.stage, again.closed_at) == ("open", "qualified", None)
        assert not again.lost_reason

    def test_a_lost_deal_may_still_be_signed(self, sale):
        lose_deal(deal=sale.deal, reason="Weekends", by=sale.world.lena, at=sale.at)
        assert win_deal(deal=sale.deal, by=sale.world.system, at=sale.at).stage == "won"
        with pytest.raises(Refused) as refused:
            reopen_deal(deal=sale.deal, reason="x", by=sale.world.lena, at=sale.at)
        assert refused.value.code == "deal_won"

    def test_opening_an_open_deal_changes_nothing_and_needs_a_reason(self, sale):
        before = len(events())
        reopen_deal(deal=sale.deal, reason="x", by=sale.world.lena, at=sale.at)
        assert len(events()) == before
        with pytest.raises(Refused):
            reopen_deal(deal=sale.deal, reason=" ", by=sale.world.lena, at=sale.at)


def test_a_stranger_finds_no_deal(sale, elsewhere):
    from upheld.foundation.tenancy.scope import open_provider

    with open_provider(elsewhere.provider.pk):
        assert not Deal.objects.exists()
