"""The mirror for the owner alone; proof pages for whoever has the link, and nobody else's data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.entering import browser, program

from upheld.customers.operations.companies import add_company
from upheld.foundation import clock
from upheld.foundation.tenancy.scope import _tell_database, current_scope
from upheld.measures.catalogue import every_measure
from upheld.measures.operations.measuring import measure_everything_again
from upheld.mirror.models import ProofView
from upheld.mirror.queries.proof import proof_link
from upheld.promises.models import Source
from upheld.promises.operations.offering import agree_promise, offer_promise

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


class TestMirror:
    def test_shows_what_presses_and_stays_within_its_budget(self, world, proposal, questions):
        made = offer_promise(
            words="Weekend visits", source=Source.MEETING, due_at=MONDAY + timedelta(days=3),
            promised_by=world.people["lena"], by=world.lena, at=MONDAY,
        )  # fmt: skip
        agree_promise(promise=made, owner=world.people["dana"], by=world.dana, at=MONDAY)
        measure_everything_again([one.key for one in every_measure()], MONDAY)
        client = browser(world, "ana")
        with questions() as asked:
            page = client.get(reverse("mirror"))
        said = page.content.decode()
        assert page.status_code == 200
        assert "Weekend visits" in said
        assert "Nine in ten of our promises are kept" in said
        assert "Say/do ratio" in said
        assert len(asked) <= 25, [sql[:90] for sql in asked]

    @pytest.mark.parametrize("who", ["dana", "sam", "lena", "marek", "priya", "felix"])
    def test_is_the_owners(self, world, who):
        assert browser(world, who).get(reverse("mirror")).status_code == 403
        assert program(world, who).get("/api/v1/mirror").status_code == 403

    def test_tells_programs_the_same(self, world, proposal):
        said = program(world, "ana").get("/api/v1/mirror").json()
        assert [one["sentence"] for one in said["claims"]] == [
            "Nine in ten of our promises are kept"
        ]
        assert said["result"]["profit_minor"] == said["result"]["revenue_minor"] == 0


class TestProof:
    def test_shows_the_claims_of_its_proposal_and_nothing_else(self, world, page, proposal):
        add_company(name="Brightwater", by=world.ana, at=MONDAY)
        answer = Client().get(proof_link(proposal, MONDAY))
        said = answer.content.decode()
        assert answer.status_code == 200
        assert "Nine in ten of our promises are kept" in said
        assert "Promises kept" in said  # the formula in words
        assert "Acme Dental" in said
        for other in ("Brightwater", "Lena Brandt", "Carla", "/deals", "/customers"):
            assert other not in said

    def test_gives_no_cookie_and_tells_nobody_its_address(self, world, page, proposal):
        answer = Client().get(proof_link(proposal, MONDAY))
        assert not answer.cookies
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]

    def test_notes_each_look(self, world, page, proposal):
        link = proof_link(proposal, MONDAY)
        for _ in range(2):
            Client(headers={"User-Agent": "Firefox"}).get(link)
        _tell_database(current_scope())
        views = ProofView.objects.filter(page=page)
        assert [(one.agent, one.at) for one in views] == [("Firefox", MONDAY)] * 2
        seen = browser(world, "lena").get(reverse("proof-page", args=[page.pk])).content.decode()
        assert "Firefox" in seen

    def test_opens_neither_with_another_secret_nor_at_another_provider(
        self, world, elsewhere, page, proposal
    ):
        link = proof_link(proposal, MONDAY)
        wrong = link[:-1] + ("0" if link[-1] != "0" else "1")
        assert Client().get(wrong).status_code == 404
        assert Client().get(link.replace("northgate", "southbank")).status_code == 404
        assert Client().get(link.replace("northgate", "nowhere")).status_code == 404
        _tell_database(current_scope())
        assert not ProofView.objects.exists()

    def test_closed_pages_read_as_if_they_had_never_been(self, world, page, proposal):
        link = proof_link(proposal, MONDAY)
        with clock.standing_at(page.expires_at):
            assert Client().get(link).status_code == 404
        assert browser(world, "lena").post(
            reverse("proof-page-revoke", args=[page.pk])
        ).status_code == 303  # fmt: skip
        assert Client().get(link).status_code == 404


CHANGES = ("extension", "revocation")


class TestProofPages:
    def test_are_the_sellers_and_the_owners(self, world, page):
        for who, status in (("lena", 200), ("marek", 200), ("ana", 200), ("dana", 403)):
            assert browser(world, who).get(reverse("proof-pages")).status_code == status
            address = reverse("proof-page", args=[page.pk])
            assert browser(world, who).get(address).status_code == status

    @pytest.mark.parametrize("change", CHANGES)
    def test_change_through_both_doors(self, world, page, change):
        route = {"extension": "proof-page-extend", "revocation": "proof-page-revoke"}[change]
        with clock.standing_at(MONDAY + timedelta(days=5)):
            answer = browser(world, "lena").post(reverse(route, args=[page.pk]))
            assert answer.status_code == 303
            said = program(world, "lena").post(f"/api/v1/proof-pages/{page.pk}/{change}")
        assert said.status_code == 200, said.content
        page.refresh_from_db()
        assert (page.revoked_at is not None) == (change == "revocation")
        assert (said.json()["path"] == "") == (change == "revocation")

    @pytest.mark.parametrize("change", CHANGES)
    def test_are_not_there_for_a_stranger(self, world, elsewhere, page, change):
        route = {"extension": "proof-page-extend", "revocation": "proof-page-revoke"}[change]
        theirs = browser(elsewhere, "olga")
        assert theirs.post(reverse(route, args=[page.pk])).status_code == 404
        assert theirs.get(reverse("proof-page", args=[page.pk])).status_code == 404
        key = program(elsewhere, "olga")
        assert key.post(f"/api/v1/proof-pages/{page.pk}/{change}").status_code == 404
        _tell_database(current_scope())
        page.refresh_from_db()
        assert page.revoked_at is None

    def test_are_listed_with_their_looks(self, world, page, proposal):
        Client().get(proof_link(proposal, MONDAY))
        said = program(world, "lena").get("/api/v1/proof-pages").json()
        assert [one["looks"] for one in said["items"]] == [1]
