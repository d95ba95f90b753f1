"""A claim is judged by the figures, again and again; the owner alone may override it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.market.jobs import judge_claims
from upheld.market.models import Claim, ClaimVerdict
from upheld.market.operations.claims import (
    ClaimDraft,
    change_claim,
    retire_claim,
    take_up_claim,
    write_claim,
)
from upheld.market.operations.judging import judge_claim, override_claim
from upheld.market.queries.claims import claim_page
from upheld.market.queries.verdicts import override_for, verdict_now
from upheld.measures.catalogue import measure_called

LATER = OPENING + timedelta(hours=1)
PROPOSAL = "proposal:12"


def refusal_of(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value


def draft(**fields):
    usual = {"sentence": "We answer.", "measure_key": "answered_in_time", "threshold": 950_000}
    return ClaimDraft(**{**usual, **fields})


class TestWriting:
    def test_it_is_judged_at_once_and_not_yet_in_use(self, world, claim):
        assert (claim.number, claim.state, claim.verdict) == (1, "draft", "not_borne_out")
        assert claim.direction == "at_least"
        assert claim.owner_id == world.priya.person_id
        assert claim.figure["value"] == 910_000
        assert claim.figure["n"] == 100
        assert "95 %" in claim.verdict_why
        assert "91 %" in claim.verdict_why

    def test_it_asks_for_the_window_that_it_speaks_of(self, claim, answered):
        period = answered.asked[-1].period
        assert period.end == OPENING
        assert (period.end - period.start).days == 89  # ninety days with today
        assert answered.asked[-1].only == {}

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"sentence": " "}, "sentence"),
            ({"sentence": "x" * 301}, "sentence"),
            ({"window_days": 6}, "window_days"),
            ({"window_days": 1101}, "window_days"),
            ({"threshold": -1}, "threshold"),
            ({"threshold": 10**15 + 1}, "threshold"),
            ({"direction": "about"}, "direction"),
            ({"measure_key": "none"}, "measure_key"),
            ({"only": {"weather": 1}}, "only"),
        ],
    )
    def test_what_cannot_be_a_claim_is_refused_by_its_field(self, world, answered, fields, wrong):
        refused = refusal_of(lambda: write_claim(draft=draft(**fields), by=world.priya, at=OPENING))
        assert wrong in refused.fields
        assert not Claim.objects.exists()

    def test_a_technician_may_not_write_one(self, world, answered):
        refused = refusal_of(lambda: write_claim(draft=draft(), by=world.dana, at=OPENING))
        assert refused.code == "not_allowed"

    def test_a_measure_that_not_everybody_may_see_is_refused(self, world, answered, monkeypatch):
        from dataclasses import replace

        from upheld.market.operations import claims
        from upheld.people.may import May

        hidden = replace(measure_called("answered_in_time"), capability=May.SEE_PAY)
        monkeypatch.setattr(claims, "measure_called", lambda _key: hidden)
        refused = refusal_of(lambda: write_claim(draft=draft(), by=world.ana, at=OPENING))
        assert refused.code == "measure_confidential"


class TestJudging:
    def test_the_verdict_changes_by_itself_as_operations_change(self, world, claim, answered):
        answered.met = 97
        judge_claims(by=world.system, at=LATER)
        claim.refresh_from_db()
        assert (claim.verdict, claim.judged_at) == ("borne_out", LATER)
        history = ClaimVerdict.objects.order_by("judged_at")
        assert [one.outcome for one in history] == ["not_borne_out", "borne_out"]

    def test_the_same_figure_adds_no_line_and_no_entry(self, world, claim):
        before = RecordEntry.objects.count()
        said = judge_claims(by=world.system, at=LATER)
        claim.refresh_from_db()
        assert claim.judged_at == LATER
        assert said == "1 judged, 0 with another verdict"
        assert ClaimVerdict.objects.count() == 1
        assert RecordEntry.objects.count() == before

    def test_a_moved_figure_with_the_same_verdict_adds_a_line(self, world, claim, answered):
        answered.met = 90
        judge_claim(claim=claim, by=world.priya, at=LATER)
        assert ClaimVerdict.objects.count() == 2

    def test_too_few_rows_are_no_evidence(self, world, claim, answered):
        answered.met = answered.n = 3
        judge_claim(claim=claim, by=world.priya, at=LATER)
        claim.refresh_from_db()
        assert claim.verdict == "not_enough_evidence"
        assert claim.figure["value"] is None

    def test_exactly_the_threshold_is_enough(self, world, claim, answered):
        answered.met = 95
        assert verdict_now(claim, LATER).bears_out

    def test_a_measure_that_is_gone_is_no_evidence(self, world, claim, answered):
        from upheld.measures.catalogue import fill_catalogue

        fill_catalogue(tuple)
        found = verdict_now(claim, LATER)
        assert found.outcome == "not_enough_evidence"
        assert claim_page(claim).measure is None

    def test_judging_makes_nobodys_form_stale(self, world, claim, answered):
        seen = claim.version
        answered.met = 97
        judge_claim(claim=claim, by=world.system, at=LATER)
        changed = change_claim(
            claim=claim, draft=draft(threshold=960_000), seen=seen, by=world.priya, at=LATER
        )
        assert changed.threshold == 960_000

    def test_a_verdict_cannot_be_rewritten(self, claim):
        row = ClaimVerdict.objects.get()
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "update market_claimverdict set outcome = 'borne_out' where id = %s", [row.pk]
            )


class TestChanging:
    def test_a_lower_threshold_is_judged_at_once(self, world, claim):
        changed = change_claim(
            claim=claim, draft=draft(threshold=900_000), by=world.priya, at=LATER
        )
        assert changed.verdict == "borne_out"

    def test_nothing_new_records_nothing(self, world, claim):
        before = RecordEntry.objects.count()
        same = draft(sentence=claim.sentence)
        change_claim(claim=claim, draft=same, by=world.priya, at=LATER)
        assert RecordEntry.objects.count() == before

    def test_taking_it_up_against_the_figures_is_a_doubt(self, world, claim):
        refused = refusal_of(lambda: take_up_claim(claim=claim, by=world.priya, at=LATER))
        assert [one.code for one in refused.cautions] == ["claim_not_borne_out"]
        aside = frozenset({"claim_not_borne_out"})
        used = take_up_claim(claim=claim, by=world.priya, at=LATER, setting_aside=aside)
        assert used.state == "in_use"
        assert take_up_claim(claim=claim, by=world.priya, at=LATER).state == "in_use"

    def test_without_evidence_the_doubt_says_so(self, world, claim, answered):
        answered.met = answered.n = 2
        refused = refusal_of(lambda: take_up_claim(claim=claim, by=world.priya, at=LATER))
        assert [one.code for one in refused.cautions] == ["claim_without_evidence"]

    def test_a_retired_claim_is_neither_changed_nor_judged(self, world, claim, answered):
        assert refusal_of(
            lambda: retire_claim(claim=claim, reason=" ", by=world.priya, at=LATER)
        ).code == "invalid_input"  # fmt: skip
        retire_claim(claim=claim, reason="Nobody asks.", by=world.priya, at=LATER)
        retire_claim(claim=claim, reason="Again.", by=world.priya, at=LATER)
        answered.met = 99
        assert judge_claim(claim=claim, by=world.system, at=LATER).verdict == "not_borne_out"
        assert judge_claims(by=world.system, at=LATER) == "0 judged, 0 with another verdict"
        for attempt in (
            lambda: change_claim(claim=claim, draft=draft(), by=world.priya, at=LATER),
            lambda: take_up_claim(claim=claim, by=world.priya, at=LATER),
            lambda: override_claim(
                claim=claim, proposal_ref=PROPOSAL, reason="x", by=world.ana, at=LATER
            ),
        ):
            assert refusal_of(attempt).code == "claim_retired"


class TestOverriding:
    def override(self, claim, by, **fields):
        return override_claim(
            **{
                "claim": claim,
                "proposal_ref": PROPOSAL,
                "by": by,
                "at": LATER,
                "reason": "They saw the figures.",
                **fields,
            }
        )

    def test_it_is_for_one_proposal_and_keeps_what_the_figures_said(self, world, claim):
        row = self.override(claim, world.ana)
        assert (row.outcome, row.by_name) == ("not_borne_out", "Ana Reyes")
        assert row.figure["value"] == 910_000
        assert override_for(claim, PROPOSAL) == row
        assert override_for(claim, "proposal:13") is None
        assert self.override(claim, world.ana, reason="Other words").reason == row.reason

    def test_only_the_owner_may(self, world, claim):
        for actor in (world.priya, world.lena, world.sam):
            assert refusal_of(lambda actor=actor: self.override(claim, actor)).code == "not_allowed"

    def test_it_is_not_needed_for_what_is_true(self, world, claim, answered):
        answered.met = 99
        assert refusal_of(lambda: self.override(claim, world.ana)).code == "override_not_needed"

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [({"reason": " "}, "reason"), ({"reason": "x" * 501}, "reason"),
         ({"proposal_ref": "12"}, "proposal"), ({"proposal_ref": "a.b:0"}, "proposal")],
    )  # fmt: skip
    def test_it_needs_a_reason_and_a_proposal(self, world, claim, fields, wrong):
        refused = refusal_of(lambda: self.override(claim, world.ana, **fields))
        assert wrong in refused.fields
