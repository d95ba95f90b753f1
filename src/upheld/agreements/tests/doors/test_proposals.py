"""Proposals through both doors: pages within their budget, refusals in full, no stranger inside."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.agreements.models import Proposal, ProposalTerm, ProposalVersion
from upheld.agreements.operations.drafting import draft_proposal, word_term
from upheld.reviews.models import Review

FRAME = re.compile(r"SAVEPOINT|session|set_config|last_login\" =")
MOST_QUERIES = 25


def post(client, url, data):
    return client.post(url, data, follow=False)


def api(client, method, url, body, headers):
    return client.generic(
        method, f"/api/v1/{url}", json.dumps(body), content_type="application/json", **headers
    )


class TestPages:
    @pytest.mark.parametrize(
        "path",
        [
            "/proposals/", "/proposals/{n}", "/proposals/{n}/edit", "/proposals/{n}/lines/new",
            "/proposals/{n}/deliverables/new", "/proposals/{n}/terms/new", "/proposals/{n}/wording",
            "/proposals/{n}/sending", "/proposals/{n}/withdrawal", "/services/", "/clauses/",
            "/deals/{d}/proposals/new",
        ],
    )  # fmt: skip
    def test_open_within_their_budget(self, enter, draft, path):
        lena = enter("lena")
        url = path.format(n=draft.number, d=draft.deal.number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = lena.get(url)
        assert answer.status_code == 200
        counted = [one["sql"] for one in asked if not FRAME.search(one["sql"])]
        assert len(counted) <= MOST_QUERIES, "\n".join(counted)

    def test_a_stranger_finds_nothing(self, enter, draft, elsewhere, clock_at):
        from django.test import Client

        olga = Client()
        user = elsewhere.people["olga"].user
        olga.force_login(user)
        for part in ("", "/edit", "/sending", "/wording", "/lines/new"):
            assert olga.get(f"/proposals/{draft.number}{part}").status_code == 404
        assert "Workplaces for Acme" not in olga.get("/proposals/").content.decode()

    def test_a_customer_does_not_stand_behind_the_counter(self, enter, draft, buyer):
        assert enter(buyer).get(f"/proposals/{draft.number}").status_code == 404

    def test_margin_and_cost_are_for_those_with_the_right(self, enter, draft):
        url = f"/proposals/{draft.number}"
        assert "Margin" in enter("ana").get(url).content.decode()
        for who in ("lena", "dana", "sam"):
            said = enter(who).get(url).content.decode()
            assert "Margin" not in said
            assert "Known cost" not in said


class TestSending:
    def test_names_every_obstacle_at_once_and_sends_nothing(self, world, enter, deal, carla):
        empty = draft_proposal(deal=deal, title="Nothing yet", by=world.lena, at=deal.opened_at)
        answer = enter("lena").post(f"/proposals/{empty.number}/sending", {})
        said = answer.content.decode()
        assert answer.status_code == 409
        for words in ("neither a line nor a deliverable", "Nobody is named to sign", "until when"):
            assert words in said
        assert not ProposalVersion.objects.exists()
        assert not mail.outbox

    def test_sends_a_mail_to_the_signer_and_lets_them_in(
        self, world, enter, draft, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            answer = enter("lena").post(f"/proposals/{draft.number}/sending", {})
        assert answer.status_code == 303
        assert [one.to for one in mail.outbox] == [["carla@acme.example"]]
        assert f"/portal/proposals/{draft.number}" in mail.outbox[0].body
        assert ProposalVersion.objects.get(proposal=draft).sha256

    def test_a_stale_form_sends_nothing(self, enter, draft):
        answer = enter("lena").post(f"/proposals/{draft.number}/sending", {"version": "1"})
        assert answer.status_code == 409
        assert not ProposalVersion.objects.exists()

    def test_the_same_by_json(self, world, client, key_of, draft):
        headers = key_of(world.lena)
        open_ones = api(client, "GET", f"proposals/{draft.number}/obstacles", None, headers)
        assert open_ones.json() == []
        sent = api(client, "POST", f"proposals/{draft.number}/versions", {}, headers)
        assert sent.status_code == 201, sent.content
        again = api(client, "POST", f"proposals/{draft.number}/versions", {}, headers)
        assert (again.status_code, again.json()["code"]) == (409, "proposal_sent")


class TestDrafting:
    def test_due_before_it_starts_keeps_what_was_typed(self, enter, draft):
        answer = enter("lena").post(
            f"/proposals/{draft.number}/deliverables/new",
            {
                "title": "Firewalls replaced", "function": "projects",
                "starts_on": "2026-05-10", "due_on": "2026-05-01",
            },
        )  # fmt: skip
        said = answer.content.decode()
        assert answer.status_code == 422
        assert "due before it starts" in said
        assert 'value="Firewalls replaced"' in said

    def test_due_before_it_starts_by_json(self, world, client, key_of, draft):
        answer = api(
            client, "POST", f"proposals/{draft.number}/deliverables",
            {"title": "Firewalls", "starts_on": "2026-05-10", "due_on": "2026-05-01"},
            key_of(world.lena),
        )  # fmt: skip
        assert answer.status_code == 422
        assert "due_on" in answer.json()["fields"]

    def test_a_signer_of_another_customer_is_not_found(self, world, enter, deal):
        from upheld.customers.operations.companies import add_company
        from upheld.customers.operations.contacts import add_contact

        other = add_contact(
            company=add_company(name="Brill", by=world.ana, at=deal.opened_at),
            name="Bo", email="bo@brill.example", by=world.ana, at=deal.opened_at,
        )  # fmt: skip
        answer = enter("lena").post(
            f"/deals/{deal.number}/proposals/new",
            {
                "title": "Ours", "signer": other.pk, "months": 12, "sign_off_days": 5,
                "silence": "means_nothing",
            },
        )  # fmt: skip
        assert answer.status_code == 404
        assert not Proposal.objects.exists()

    def test_a_line_of_the_catalogue_brings_its_price(self, enter, draft, library):
        lena = enter("lena")
        answer = lena.post(
            f"/proposals/{draft.number}/lines/new",
            {"service": library["support"].pk, "quantity": "3", "discount": "5 %"},
        )
        assert answer.status_code == 303
        assert "£171.00" in lena.get(f"/proposals/{draft.number}").content.decode()

    def test_a_seller_cannot_set_what_it_costs_us(self, enter, draft):
        from upheld.agreements.models import ProposalLine

        enter("lena").post(
            f"/proposals/{draft.number}/lines/new",
            {"title": "Cabling", "kind": "one_off", "list_price": "900", "cost": "1"},
        )
        assert ProposalLine.objects.get(title="Cabling").cost_minor is None


class TestTerms:
    def test_a_departure_is_shown_asked_and_its_alternative_taken(self, world, enter, draft):
        from upheld.agreements.tests.stage import CLAUSE, MONDAY
        from upheld.reviews.operations.answering import answer_review

        term = ProposalTerm.objects.get(proposal=draft)
        word_term(
            proposal=draft, term=term, text=CLAUSE.replace("30", "15"), by=world.lena, at=MONDAY
        )
        lena = enter("lena")
        said = lena.get(f"/proposals/{draft.number}").content.decode()
        assert "<del>30</del><ins>15</ins>" in said
        assert "has not been reviewed" in said
        lena.post(f"/proposals/{draft.number}/reviews", {})
        review = Review.objects.get(kind="term")
        assert review.asked == world.people["sam"]
        offered = CLAUSE.replace("30", "20")
        answer_review(
            review=review, answer="offer_alternative", alternative={"words": offered},
            reason="Fifteen cannot be kept.", by=world.sam, at=MONDAY,
        )  # fmt: skip
        answer = lena.post(f"/proposals/{draft.number}/terms/{term.pk}/alternative", {})
        assert answer.status_code == 303
        assert ProposalTerm.objects.get(pk=term.pk).text == offered
        assert lena.post(f"/proposals/{draft.number}/sending", {}).status_code == 303

    def test_a_standard_clause_cannot_be_left_out(self, enter, draft):
        term = ProposalTerm.objects.get(proposal=draft)
        answer = enter("lena").post(
            f"/proposals/{draft.number}/removal", {"part": "term", "id": term.pk}
        )
        assert answer.status_code == 409
        assert ProposalTerm.objects.filter(pk=term.pk).exists()


class TestEstimates:
    def test_by_whoever_delivers_with_the_old_work_beside(self, world, enter, draft):
        from upheld.agreements.models import Estimate, ProposalDeliverable

        row = ProposalDeliverable.objects.get(proposal=draft)
        url = f"/proposals/{draft.number}/deliverables/{row.pk}/estimate"
        sam = enter("sam")
        assert "Finished work like this" in sam.get(url).content.decode()
        wrong = sam.post(url, {"low": "30h", "likely": "20h", "high": "40h"})
        assert wrong.status_code == 422
        assert 'value="30h"' in wrong.content.decode()
        assert sam.post(url, {"low": "20h", "likely": "30h", "high": "40h"}).status_code == 303
        assert Estimate.objects.filter(deliverable=row).count() == 2

    def test_not_by_the_seller(self, enter, draft):
        from upheld.agreements.models import ProposalDeliverable

        row = ProposalDeliverable.objects.get(proposal=draft)
        url = f"/proposals/{draft.number}/deliverables/{row.pk}/estimate"
        assert enter("lena").get(url).status_code == 403
