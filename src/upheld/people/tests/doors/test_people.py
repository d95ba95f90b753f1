from __future__ import annotations

from datetime import date

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.people.operations.pay import set_pay

CANARY = "77,777"
CANARY_MINOR = 7_777_700


@pytest.fixture
def paid(world):
    return set_pay(
        person=world.people["dana"], from_on=date(2026, 1, 1),
        salary=Money(CANARY_MINOR, "GBP"), employer_taxes=Money.zero("GBP"),
        benefits=Money.zero("GBP"), overhead=Money.zero("GBP"),
        available_seconds=1_600 * 3600, by=world.felix, at=OPENING,
    )  # fmt: skip


PAGES = (
    "/people/", "/people/@dana", "/people/hours", "/my-account", "/people/?sort=name",
    "/people/?export=csv",
)  # fmt: skip


def text_of(answer) -> str:
    """What was answered, read to its end where it is a file."""
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return said.decode()


@pytest.mark.parametrize("path", PAGES)
def test_everybody_sees_who_works_here_and_when(page_of, path):
    answer = page_of("lena").get(path)

    assert answer.status_code == 200
    assert "Dana" in text_of(answer) or "people/@" not in path


@pytest.mark.parametrize("handle", ["sam", "lena", "marek", "theo", "priya", "dana"])
def test_pay_is_nowhere_for_whoever_may_not_see_it(page_of, program_of, paid, handle):
    page, program = page_of(handle), program_of(handle)
    answers = [page.get(path) for path in PAGES]
    answers += [page.get("/search?q=77777"), page.get("/people/?sort=salary_minor")]
    answers += [page.get("/people/@dana/pay"), program.get("/api/v1/people/dana/pay")]
    answers += [program.get("/api/v1/people"), program.get("/api/v1/people/dana")]

    assert [answer.status_code for answer in answers[-4:]] == [403, 403, 200, 200]
    for answer in answers:
        said = text_of(answer)
        assert CANARY not in said
        assert str(CANARY_MINOR) not in said
        assert "set the pay" not in said


def test_pay_is_shown_to_whoever_may(page_of, program_of, paid):
    assert CANARY in page_of("felix").get("/people/@dana").content.decode()
    assert CANARY in page_of("ana").get("/people/@dana/pay").content.decode()
    first = program_of("felix").get("/api/v1/people/dana/pay").json()[0]
    assert (first["salary_minor"], first["hourly_minor"]) == (CANARY_MINOR, 4_861)


def test_pay_is_entered_through_both_doors(page_of, program_of, world):
    typed = {
        "from_on": "2026-01-01", "salary": "48,000", "employer_taxes": "0", "benefits": "0",
        "overhead": "0", "available": "1600h",
    }  # fmt: skip
    assert page_of("felix").post("/people/@dana/pay", typed).status_code == 303
    body = {"from_on": "2026-02-01", "salary_minor": 5_000_000, "available_seconds": 5_760_000}
    answer = program_of("felix").post(
        "/api/v1/people/dana/pay", body, content_type="application/json"
    )
    assert answer.status_code == 201
    again = page_of("felix").post("/people/@dana/pay", typed)
    assert again.status_code == 409
    assert "48,000" in again.content.decode()


def test_a_person_joins_changes_and_leaves_through_the_pages(page_of, world):
    ana = page_of("ana")
    joined = ana.post(
        "/people/new",
        {"name": "Nadia Kern", "email": "nadia@northgate.example", "role": "technician",
         "team": "Field", "manager": str(world.people["sam"].pk), "skills": "Fortinet, VoIP"},
    )  # fmt: skip
    assert joined.headers["Location"] == "/people/@nadia"
    nadia = Person.objects.get(handle="nadia")
    assert (nadia.team.name, nadia.skills) == ("Field", ["Fortinet", "VoIP"])

    stale = {"name": "Nadia Kern", "role": "technician", "version": "99"}
    assert ana.post("/people/@nadia/edit", stale).status_code == 409
    assert ana.post("/people/@nadia/functions", {"function": "onsite"}).status_code == 303
    away = {"first_on": "2030-05-01", "last_on": "2030-05-03", "kind": "holiday"}
    assert ana.post("/people/@nadia/leave", away).status_code == 303
    shown = ana.get("/people/@nadia").content.decode()
    assert "On-site work" in shown
    assert "3 May 2030" in shown

    assert ana.post("/people/@nadia/leaving", {"last_day": "2026-03-31"}).status_code == 303
    assert not Person.objects.get(handle="nadia").active


def test_a_refused_form_keeps_what_was_typed(page_of):
    answer = page_of("ana").post(
        "/people/new", {"name": "Nadia Kern", "email": "no address", "role": "technician"}
    )

    assert answer.status_code == 422
    assert "Nadia Kern" in answer.content.decode()


def test_the_api_lets_in_changes_and_ends(program_of):
    ana = program_of("ana")
    body = {"name": "Nadia Kern", "email": "nadia@northgate.example", "role": "technician"}
    made = ana.post("/api/v1/people", body, content_type="application/json")
    assert (made.status_code, made.json()["handle"]) == (201, "nadia")
    changed = ana.patch(
        "/api/v1/people/nadia", {"title": "Lead"}, content_type="application/json",
        headers={"If-Match": f'"{made.json()["version"]}"'},
    )  # fmt: skip
    assert changed.json()["title"] == "Lead"
    stale = ana.patch(
        "/api/v1/people/nadia", {"title": "Old"}, content_type="application/json",
        headers={"If-Match": f'"{made.json()["version"]}"'},
    )  # fmt: skip
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    left = ana.post(
        "/api/v1/people/nadia/leaving", {"last_day": "2026-03-31"}, content_type="application/json"
    )
    assert left.json()["active"] is False


def test_strangers_find_nobody(page_of, program_of):
    olga, key = page_of("olga"), program_of("olga")

    assert olga.get("/people/@dana").status_code == 404
    assert olga.post("/people/@dana/leaving", {"last_day": "2026-03-31"}).status_code == 404
    assert key.get("/api/v1/people/dana").status_code == 404
    assert key.get("/api/v1/people/dana/pay").status_code == 404
    assert "Dana" not in olga.get("/people/?active=").content.decode()


def test_a_key_is_shown_once_and_kept_nowhere(page_of, program_of, world):
    from upheld.foundation.models.requests import IdempotentAnswer

    ana = page_of("ana")
    typed = {"name": "Monitoring", "person": str(world.people["sam"].pk), "days": "30"}
    made = ana.post("/people/keys", typed).content.decode()
    secret = made.split("uph_")[1][:32]
    assert secret not in ana.get("/people/keys").content.decode()
    assert not IdempotentAnswer.objects.filter(body__contains=secret).exists()

    program = program_of("ana")
    body = {"person": "sam", "name": "Monitoring"}
    refused = program.post(
        "/api/v1/tokens", body, content_type="application/json",
        headers={"Idempotency-Key": "once"},
    )  # fmt: skip
    assert refused.status_code == 422
    new = program.post("/api/v1/tokens", body, content_type="application/json").json()
    ended = program.post(f"/api/v1/tokens/{new['id']}/revocation")
    assert ended.json()["state"] == "revoked"
    assert program_of("olga").post(f"/api/v1/tokens/{new['id']}/revocation").status_code == 404


def test_hours_and_days_are_changed_on_their_page(page_of):
    ana = page_of("ana")
    week = {f"day_{day}": "08:00-12:00, 13:00-17:00" for day in range(5)} | {
        "day_5": "", "day_6": "", "name": "Desk", "zone": "Europe/London", "is_default": "on",
        "observes_holidays": "on",
    }  # fmt: skip
    assert ana.post("/people/hours/new", week).status_code == 303
    shown = ana.get("/people/hours").content.decode()
    assert "08:00-12:00, 13:00-17:00" in shown
    assert "Good Friday" in shown
    odd = ana.post("/people/hours/new", week | {"day_2": "all day"})
    assert odd.status_code == 422
    assert "all day" in odd.content.decode()
    day = {"on": "2027-01-04", "name": "Company day"}
    assert ana.post("/people/days", day).status_code == 303
    assert page_of("theo").post("/people/days", day).status_code == 403
