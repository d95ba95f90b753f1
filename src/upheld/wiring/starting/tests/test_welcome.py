from __future__ import annotations

import pytest
from django.test import Client
from tests.entering import browser, program

from upheld.agreements.models import Clause
from upheld.demo.cast import OPENING
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import FunctionHolder, Schedule, User
from upheld.people.operations.working_time import set_schedule
from upheld.wiring.starting.admission import CODE, LOCAL, is_loopback, prepare

SOUND = "a-tide-table-and-a-lamp"
TYPED = {
    "name": "Harbour IT", "owner_name": "Ines Hart", "owner_email": "ines@harbour.example",
    "password": SOUND, "again": SOUND, "zone": "Europe/London", "country": "GB",
    "currency": "GBP",
}  # fmt: skip
HERE = {"host": "127.0.0.1:8000"}


@pytest.fixture
def code(monkeypatch):
    """The code of a server that listens on this machine alone."""
    served: dict[str, str] = {}
    made = prepare("127.0.0.1", served)
    for name, value in served.items():
        monkeypatch.setenv(name, value)
    return made


def test_without_a_company_every_page_leads_to_the_first_run_page(db, code):
    client = Client(headers=HERE)
    for path in ("/", "/deals/", "/account/login/", "/portal/", "/no-such-page"):
        assert client.get(path).headers["Location"] == "/welcome"
    part = client.get("/deals/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/welcome")
    assert client.get("/api/v1/people").status_code == 401
    assert client.get("/healthz").status_code == 200
    assert "Code" not in client.get("/welcome").content.decode()


def test_the_owner_is_signed_in_and_the_page_is_gone(db, code):
    client = Client(headers=HERE)

    assert client.post("/welcome", TYPED).headers["Location"] == "/first-steps"

    assert client.get("/").headers["Location"] == "/first-steps"
    assert "0 of 11 done" in client.get("/first-steps").content.decode()
    assert client.get("/welcome").headers["Location"] == "/"
    again = Client(headers=HERE).post(
        "/welcome", {**TYPED, "slug": "two", "owner_email": "b@b.example"}
    )
    assert again.status_code == 409
    assert "already" in again.content.decode()
    assert Provider.objects.count() == User.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "something-else-entirely"}, "These two passwords differ."),
        ({"zone": "Atlantis"}, "This is not a time zone"),
        ({"currency": "QQQ"}, "currency"),
        ({"subdivision": "XX"}, "SCT"),
        ({"owner_email": "ines"}, "valid email"),
        ({"name": ""}, "Enter the company"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_is_kept(db, code, change, said):
    answer = Client(headers=HERE).post("/welcome", {**TYPED, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Ines Hart" in page
    assert SOUND not in page
    assert not Provider.objects.exists()


FROM_ELSEWHERE = (
    {"host": "testserver"},
    {"host": "127.0.0.1", "X-Forwarded-For": "203.0.113.9"},
    {"host": "127.0.0.1", "Forwarded": "for=203.0.113.9"},
)


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_from_elsewhere_the_printed_code_is_asked_for(db, code, headers):
    client = Client(headers=headers)
    assert "Code" in client.get("/welcome").content.decode()
    for wrong in ("", "aaaa-aaaa-aaaa-aaaa", code[:-1]):
        assert client.post("/welcome", {**TYPED, "code": wrong}).status_code == 422
    assert not Provider.objects.exists()

    assert client.post("/welcome", {**TYPED, "code": f" {code.upper()} "}).status_code == 303
    assert Provider.objects.exists()


def test_another_address_or_a_wider_host_is_elsewhere_too(db, code, monkeypatch):
    client = Client(headers=HERE, REMOTE_ADDR="203.0.113.9")
    assert client.post("/welcome", TYPED).status_code == 422
    monkeypatch.setenv(LOCAL, "")
    assert Client(headers=HERE).post("/welcome", TYPED).status_code == 422


def test_behind_a_public_address_the_code_is_asked_for(db, code, settings):
    settings.PUBLIC_URL = "https://upheld.example"

    assert Client(headers=HERE).post("/welcome", TYPED).status_code == 422


def test_a_server_that_printed_no_code_founds_nothing(db, monkeypatch):
    monkeypatch.delenv(CODE, raising=False)
    monkeypatch.delenv(LOCAL, raising=False)
    client = Client(headers=HERE)
    assert "upheld found" in client.get("/welcome").content.decode()
    assert client.post("/welcome", {**TYPED, "code": ""}).status_code == 403
    assert not Provider.objects.exists()


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("[::1]", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("upheld.example", False), ("", False)],
)  # fmt: skip
def test_only_this_machine_is_this_machine(host, here):
    assert is_loopback(host) is here


def test_the_starter_set_is_added_when_it_is_taken_and_once(db, code):
    client = Client(headers=HERE)
    client.post("/welcome", TYPED)
    provider = Provider.objects.get()
    with open_provider(provider.pk):
        assert not Clause.objects.exists()
    page = client.get("/first-steps").content.decode()
    assert "Use the starter set" in page
    assert "90 days of notice" in page

    for _twice in range(2):
        assert client.post("/first-steps/starter-set").status_code == 303

    page = client.get("/first-steps").content.decode()
    assert "4 of 11 done" in page
    assert "Use the starter set" not in page
    with open_provider(provider.pk):
        assert Clause.objects.count() == 5
        assert FunctionHolder.objects.count() == 9


def test_the_first_steps_are_whoever_looks_after_people_s(world):
    client = browser(world, "sam")

    assert client.get("/first-steps").status_code == 403
    assert client.post("/first-steps/starter-set").status_code == 403


def test_a_program_reads_the_first_steps_and_takes_the_starter_set(world):
    ana, sam = program(world, "ana"), program(world, "sam")
    before = ana.get("/api/v1/first-steps").json()
    assert [step["key"] for step in before["steps"]][:2] == ["people", "functions"]
    assert before["lacking"]["hours"] is True
    assert {one["key"] for one in before["lacking"]["clauses"]} >= {"payment", "ending"}

    assert sam.get("/api/v1/first-steps").status_code == 403
    assert sam.post("/api/v1/first-steps/starter-set").status_code == 403
    added = ana.post("/api/v1/first-steps/starter-set").json()
    again = ana.post("/api/v1/first-steps/starter-set").json()

    assert added == before["lacking"]
    assert again == {"hours": False, "service_level": False, "clauses": [], "functions": []}
    assert ana.get("/api/v1/first-steps").json()["done"] == before["done"] + 4
    assert Clause.objects.count() == 5
    assert {one.person_id for one in FunctionHolder.objects.all()} == {world.people["ana"].pk}


def test_the_starter_set_leaves_hours_of_the_same_name_alone(world):
    night = {"0": [["22:00", "06:00"]]}
    set_schedule(name="Office", zone="Europe/London", hours=night, by=world.ana, at=OPENING)

    assert program(world, "ana").post("/api/v1/first-steps/starter-set").json()["hours"] is True

    assert Schedule.objects.get(name="Office").hours == night
    assert Schedule.objects.get(is_default=True).name == "Office of the starter set"


def test_a_strangers_program_takes_the_set_for_their_own_company(world, elsewhere):
    taken = program(elsewhere, "olga").post("/api/v1/first-steps/starter-set")

    assert taken.json()["hours"] is True
    assert not Clause.objects.exists()
