"""A session that ended while somebody typed: nothing is done, nothing typed is lost, both doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry
from upheld.people.operations.tokens import issue_token, revoke_token

if TYPE_CHECKING:
    from upheld.demo.cast import Company

FORM = "/promises/new"
TYPED = {"words": "The alarm is answered within an hour, day and night."}


@pytest.fixture
def sam(world: Company) -> Client:
    """Sam with the form open and words typed into it."""
    client = Client()
    user = world.people["sam"].user
    assert user is not None
    client.force_login(user)
    page = client.get(FORM).content.decode()
    assert 'data-draft="' in page  # the browser keeps what is typed until it has arrived
    assert "data-signed-in" in page  # and forgets it on a page of ours alone
    return client


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        (f"http://testserver{FORM}", FORM),
        (f"http://testserver{FORM}?on=3#words", f"{FORM}?on=3"),
        ("https://elsewhere.example/promises/new", "/"),
        ("//elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_to_the_sign_in_and_back_to_its_draft(
    sam: Client, came_from: str, back: str
) -> None:
    sam.logout()
    before = RecordEntry.objects.count()
    answer = sam.post(FORM, TYPED, headers={"Referer": came_from})
    to = urlsplit(answer.headers["Location"])
    assert (answer.status_code, to.path) == (302, "/account/login/")
    assert parse_qs(to.query) == {"next": [back]}
    assert RecordEntry.objects.count() == before
    sign_in = sam.get(answer.headers["Location"]).content.decode()
    assert "data-signed-in" not in sign_in


def test_a_page_leads_back_with_its_whole_query(world: Company) -> None:
    to = urlsplit(Client().get("/people/?q=a&sort=name").headers["Location"])
    assert parse_qs(to.query) == {"next": ["/people/?q=a&sort=name"]}


def test_a_piece_of_a_page_leads_the_whole_page_to_the_sign_in(sam: Client) -> None:
    sam.logout()
    headers = {"HX-Request": "true", "Referer": f"http://testserver{FORM}"}
    answer = sam.post(FORM, TYPED, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/account/login/?next=")


def test_a_program_whose_key_was_revoked_is_told(world: Company) -> None:
    token, secret = issue_token(person=world.people["sam"], name="x", by=world.ana, at=OPENING)
    revoke_token(person=world.people["sam"], token=token, by=world.ana, at=OPENING)
    before = RecordEntry.objects.count()
    answer: Any = Client().post(
        "/api/v1/promises", TYPED, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert "no valid token" in answer.json()["detail"]
    assert RecordEntry.objects.count() == before
