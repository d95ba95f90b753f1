from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.demo.cast import OPENING
from upheld.foundation.models import Provider
from upheld.people.models import Membership, User

PASSWORD = "promises-are-kept"
PAGES = (
    "/account/login/", "/account/login/code/", "/account/password/reset/", "/account/signup/",
    "/account/inactive/",
)  # fmt: skip
OWN_PAGES = (
    "/my-account", "/choose-place", "/account/2fa/", "/account/2fa/webauthn/",
    "/account/sessions/", "/account/password/set/", "/account/logout/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _uncounted():
    """Let no attempt of another test count against this one."""
    cache.clear()


@pytest.fixture
def sam(world):
    user = User.objects.get(email="sam@northgate.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_signing_in_are_ours_and_run_no_inline_script(world, path):
    answer = Client().get(path)
    said = answer.content.decode()

    assert answer.status_code == 200
    assert "upheld/dist/app.css" in said
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))", said)
    assert not inline
    assert " style=" not in said


@pytest.mark.parametrize("path", OWN_PAGES)
def test_pages_of_ones_own_sign_in_are_ours(page_of, path):
    answer = page_of("sam").get(path)

    assert answer.status_code == 200
    assert "upheld/dist/app.css" in answer.content.decode()
    assert Client().get(path).status_code == 302


def test_a_password_leads_to_the_first_screen_and_a_wrong_one_to_one_sentence(sam):
    client = Client()
    wrong = sign_in(client, sam.email, "not the password")
    assert wrong.status_code == 200
    unknown = sign_in(client, "nobody@northgate.example")
    told = r"refusal-what\">([^<]+)<"
    assert re.findall(told, wrong.content.decode()) == re.findall(told, unknown.content.decode())

    assert sign_in(client, sam.email).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/desk/"


def test_guessing_is_counted(sam):
    client = Client()
    for _guess in range(5):
        sign_in(client, sam.email, "not the password")

    assert "too many" in sign_in(client, sam.email).content.decode().lower()


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "password1234",
        "sam@northgate.example",
        "123456789012",
        "aaaabbbbcccc",
        "Football!2026!",
    ],
)
def test_a_weak_password_is_refused(sam, page_of, weak):
    client = Client()
    sign_in(client, sam.email)
    answer = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )

    assert answer.status_code == 200
    assert "field-error" in answer.content.decode()
    sam.refresh_from_db()
    assert sam.check_password(PASSWORD)


def test_nobody_makes_an_account_by_themselves(world):
    typed = {"email": "new@northgate.example", "password1": PASSWORD, "password2": PASSWORD}

    Client().post("/account/signup/", typed)

    assert not User.objects.filter(email="new@northgate.example").exists()


def test_a_customers_contact_signs_in_by_a_code(world):
    acme = add_company(name="Acme", by=world.ana, at=OPENING)
    carla = add_contact(
        company=acme, name="Carla", email="carla@acme.example", by=world.ana, at=OPENING
    )
    invite_contact(contact=carla, by=world.ana, at=OPENING)
    client = Client()
    client.post("/account/login/code/", {"email": "carla@acme.example"})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", str(mail.outbox[0].body), re.MULTILINE)
    assert code is not None

    wrong = client.post("/account/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert wrong.status_code == 200
    client.post("/account/login/code/confirm/", {"code": code[1]})

    page = client.get("/my-account")
    assert "carla@acme.example" in page.content.decode()
    assert client.get("/people/").status_code == 404


def test_an_unknown_address_is_told_nothing_on_the_page(world):
    client = Client()
    known = client.post("/account/login/code/", {"email": "sam@northgate.example"})
    unknown = Client().post("/account/login/code/", {"email": "nobody@northgate.example"})

    assert known.headers["Location"] == unknown.headers["Location"]


def test_a_provider_that_wants_two_steps_gets_them_from_its_staff(world, sam, page_of):
    Provider.objects.filter(pk=world.provider.pk).update(mfa_required=True)
    page = page_of("sam")

    assert page.get("/customers/").headers["Location"] == "/account/2fa/"
    part = page.get("/customers/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/account/2fa/")
    assert page.get("/account/2fa/").status_code == 200

    TOTP.activate(sam, "JBSWY3DPEHPK3PXP")
    assert page.get("/customers/").status_code == 200


def test_a_password_is_not_enough_where_there_is_a_second_step(sam):
    TOTP.activate(sam, "JBSWY3DPEHPK3PXP")
    client = Client()

    answer = sign_in(client, sam.email)

    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/customers/").headers["Location"].startswith("/account/login/")
    assert Authenticator.objects.filter(user=sam, type="totp").exists()


def test_whoever_belongs_to_two_providers_says_where_they_are(world, elsewhere, sam):
    second = Membership.objects.create(
        user=sam, provider=elsewhere.provider, person_id=elsewhere.people["olga"].pk,
        role="owner", name="Sam elsewhere",
    )  # fmt: skip
    client = Client()
    assert sign_in(client, sam.email).headers["Location"] == "/choose-place"
    assert "Southbank Systems" in client.get("/choose-place").content.decode()

    client.post("/choose-place", {"place": str(second.pk)})

    assert "Olga Petrov" in client.get("/people/").content.decode()
    stranger = Membership.objects.exclude(user=sam)[0]
    assert client.post("/choose-place", {"place": str(stranger.pk)}).status_code == 404


def test_other_sessions_end_when_asked(sam):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, sam.email)
        client.get("/my-account")
    assert here.post("/account/sessions/").status_code == 302

    assert here.get("/my-account").status_code == 200
    assert there.get("/my-account").status_code == 302


def test_a_key_that_ended_opens_nothing(world):
    from upheld.foundation.clock import standing_at
    from upheld.people.operations.tokens import issue_token

    _token, secret = issue_token(
        person=world.people["sam"], name="x", expires_at=OPENING + timedelta(days=1),
        by=world.ana, at=OPENING,
    )  # fmt: skip
    program = Client(headers={"authorization": f"Bearer {secret}"})
    for hours, status in ((23, 200), (24, 401)):
        with standing_at(OPENING + timedelta(hours=hours)):
            assert program.get("/api/v1/people").status_code == status
