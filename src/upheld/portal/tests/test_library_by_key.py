"""Clauses, services and the sealed document come through the programs' door as through pages."""

from __future__ import annotations

import hashlib

import pytest

from upheld.agreements.models import Agreement
from upheld.agreements.tests.stage import CLAUSE, MONDAY
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.people.queries.actors import actor_of


@pytest.fixture
def ask(client, key_of):
    """Ask as somebody's program; a key is made once for each."""
    keys: dict[int, dict[str, str]] = {}

    def ask(actor, path):
        if actor.user_id not in keys:
            keys[actor.user_id] = key_of(actor)
        return client.get(f"/api/v1/{path}", **keys[actor.user_id])

    return ask


class TestLibrary:
    def test_lists_what_is_sold_and_shows_one(self, world, library, ask):
        listed = ask(world.ana, "services").json()
        assert {one["key"] for one in listed["items"]} == {"support", "setup"}
        one = ask(world.ana, "services/support").json()
        assert (one["list_minor"], one["cost_minor"], one["unit"]) == (6_000, 3_000, "monthly")

    def test_the_cost_only_for_whoever_sees_margins(self, world, library, ask):
        assert ask(world.lena, "services/support").json()["cost_minor"] is None
        listed = ask(world.lena, "services").json()["items"]
        assert {one["cost_minor"] for one in listed} == {None}

    def test_lists_clauses_with_their_wordings(self, world, library, ask):
        (one,) = ask(world.lena, "clauses").json()
        assert (one["key"], one["newest"]["text"], one["older"]) == ("answer-times", CLAUSE, [])
        assert ask(world.lena, "clauses/answer-times").json() == one

    @pytest.mark.parametrize("path", ["services/none", "clauses/none"])
    def test_what_is_not_there(self, world, library, ask, path):
        assert ask(world.lena, path).status_code == 404

    @pytest.mark.parametrize("path", ["services", "services/support", "clauses"])
    def test_is_not_for_customers(self, buyer, library, ask, path):
        assert ask(buyer, path).status_code in {403, 404}


class TestTheSealedDocument:
    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_comes_through_both_doors_for_the_staff(self, world, signature, enter, ask, door):
        number = Agreement.objects.get().number
        if door == "screen":
            answer = enter("lena").get(f"/agreements/{number}/document")
        else:
            answer = ask(world.lena, f"agreements/{number}/document")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert hashlib.sha256(answer.content).hexdigest() == signature.file_sha256

    def test_and_for_whoever_signed_it(self, buyer, signature, ask):
        number = Agreement.objects.get().number
        answer = ask(buyer, f"own/agreements/{number}/document")
        assert hashlib.sha256(answer.content).hexdigest() == signature.file_sha256

    def test_the_receipt_too(self, world, signature, ask):
        number = Agreement.objects.get().number
        said = ask(world.lena, f"agreements/{number}/receipt").json()
        assert signature.file_sha256 in str(said)

    def test_not_for_another_customer(self, world, signature, ask):
        brill = add_company(name="Brill", by=world.ana, at=MONDAY)
        bo = add_contact(company=brill, name="Bo", email="bo@x.example", by=world.ana, at=MONDAY)
        stranger = actor_of(invite_contact(contact=bo, by=world.ana, at=MONDAY))
        number = Agreement.objects.get().number
        assert ask(stranger, f"own/agreements/{number}/document").status_code == 404
        assert ask(stranger, f"agreements/{number}/document").status_code in {403, 404}
