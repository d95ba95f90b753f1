from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.demo.cast import OPENING
from upheld.people.models import Person, User

SOUND = "a-tide-table-and-a-lamp"
NADIA = {"name": "Nadia Kern", "email": "nadia@northgate.example", "role": "technician"}


@pytest.fixture(autouse=True)
def _uncounted():
    """Let no attempt of another test count against this one."""
    cache.clear()


def link_of(message) -> str:
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(message.body))
    assert found, message.body
    return found[1]


def choose(link: str, password: str = SOUND):
    """Follow a link as a browser does, and choose a password there."""
    client = Client()
    there = client.get(link)
    if there.status_code == 200:
        return client, there
    form = there.headers["Location"]
    assert client.get(form).status_code == 200
    return client, client.post(form, {"password1": password, "password2": password})


@pytest.mark.django_db
def test_a_colleague_chooses_a_password_by_the_link_of_the_mail_once(
    world, page_of, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert page_of("ana").post("/people/new", NADIA).status_code == 303
    (sent,) = mail.outbox
    assert sent.to == ["nadia@northgate.example"]
    assert "Ana Reyes of Northgate IT invites you" in str(sent.body)

    _client, weak = choose(link_of(sent), "nadia@northgate.example")
    assert weak.status_code == 200
    client, answer = choose(link_of(sent))
    assert answer.status_code == 302
    assert client.get("/my-account").status_code == 200
    _client, again = choose(link_of(sent))
    assert "opens nothing any more" in again.content.decode()
    assert User.objects.get(email=NADIA["email"]).check_password(SOUND)


@pytest.mark.django_db
def test_an_undone_addition_sends_nothing(world, page_of, django_capture_on_commit_callbacks):
    taken = {**NADIA, "email": "sam@northgate.example"}
    with django_capture_on_commit_callbacks(execute=True):
        assert page_of("ana").post("/people/new", taken).status_code == 409

    assert mail.outbox == []


@pytest.mark.django_db
def test_programs_invite_too_and_send_it_again(
    world, program_of, django_capture_on_commit_callbacks
):
    program = program_of("ana")
    with django_capture_on_commit_callbacks(execute=True):
        joined = program.post("/api/v1/people", NADIA, content_type="application/json")
        again = program.post("/api/v1/people/nadia/invitation")
    assert (joined.status_code, again.status_code) == (201, 200)
    assert len(mail.outbox) == 2

    choose(link_of(mail.outbox[0]))
    assert "opens nothing" in choose(link_of(mail.outbox[1]))[1].content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        program.post("/api/v1/people/nadia/invitation")
    assert "the password that you have" in str(mail.outbox[-1].body)
    assert "/reset/key/" not in str(mail.outbox[-1].body)


@pytest.mark.django_db
def test_whoever_left_comes_back_through_both_doors(
    world, page_of, program_of, django_capture_on_commit_callbacks
):
    ana, program = page_of("ana"), program_of("ana")
    for back in (
        lambda: ana.post("/people/@theo/readmission").status_code == 303,
        lambda: program.post("/api/v1/people/theo/readmission").status_code == 200,
    ):
        ana.post("/people/@theo/leaving", {"last_day": "2026-03-02"})
        assert page_of("theo").get("/my-day/").status_code == 302
        assert ana.post("/people/@theo/invitation").status_code == 409
        assert "Let in again" in ana.get("/people/@theo").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            assert back()
        assert page_of("theo").get("/my-day/").status_code == 200
        assert mail.outbox[-1].to == ["theo@northgate.example"]
    assert Person.objects.get(handle="theo").active
    assert page_of("sam").post("/people/@theo/readmission").status_code == 403
    assert page_of("olga").post("/people/@theo/readmission").status_code == 404


@pytest.mark.django_db
def test_a_contact_is_invited_by_mail_through_both_doors(
    world, page_of, program_of, django_capture_on_commit_callbacks
):
    acme = add_company(name="Acme", by=world.ana, at=OPENING)
    carla, carl = (
        add_contact(company=acme, name=n, email=f"{n}@acme.example", by=world.ana, at=OPENING)
        for n in ("carla", "carl")
    )
    here = f"/customers/{acme.number}/contacts"
    with django_capture_on_commit_callbacks(execute=True):
        assert page_of("lena").post(f"{here}/{carla.pk}/invite").status_code == 303
        assert page_of("lena").post(f"{here}/{carla.pk}/invitation").status_code == 303
        program = program_of("lena")
        path = f"/api/v1{here}/{carl.pk}/invitation"
        assert program.post(f"{path}/again").status_code == 409
        assert program.post(path).status_code == 200
        assert program.post(f"{path}/again").status_code == 200
    assert [one.to[0] for one in mail.outbox] == ["carla@acme.example"] * 2 + [
        "carl@acme.example"
    ] * 2
    assert "portal" in str(mail.outbox[0].body)

    client, _answer = choose(link_of(mail.outbox[0]))
    assert client.get("/portal/home").status_code == 200
    assert client.get("/people/").status_code == 404
