from __future__ import annotations

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.api.company import OwnCompanyChange, OwnCompanyPlan, PoliciesOut
from upheld.people.operations.company import PARTICULARS
from upheld.people.operations.working_time import set_schedule
from upheld.people.rules.policies import POLICIES

FORM = {
    "name": "Northgate Care", "zone": "Europe/Berlin", "country": "DE", "subdivision": "BY",
    "currency": "EUR", "version": "1",
}  # fmt: skip
POLICY_FORM = {
    "discount_whole_ppm": "7.5", "discount_line_ppm": "12", "discount_owner_ppm": "20",
    "lowest_margin_ppm": "30", "attained_ppm": "95", "kept_free_ppm": "25",
    "review_within_seconds": "4h", "season_months": "6", "season_starts_in": "4", "version": "1",
}  # fmt: skip
JSON = {"content_type": "application/json"}


def provider_of(world) -> Provider:
    return Provider.objects.get(pk=world.provider.pk)


def test_the_owner_changes_who_and_where_on_the_page(page_of, world):
    ana = page_of("ana")
    shown = ana.get("/company").content.decode()
    assert "Europe/London" in shown
    assert "what was agreed stays" in shown

    assert ana.post("/company/edit", FORM).headers["Location"] == "/company"

    shown = ana.get("/company").content.decode()
    for word in ("Northgate Care", "Europe/Berlin", "Germany, BY", "EUR", "changed the company"):
        assert word in shown
    stale = ana.post("/company/edit", {**FORM, "name": "Northgate Iron"})
    assert stale.status_code == 409
    assert "Northgate Iron" in stale.content.decode()
    assert provider_of(world).name == "Northgate Care"


def test_the_owner_changes_how_things_are_done_on_the_page(page_of, world):
    ana = page_of("ana")

    assert ana.post("/company/policies", POLICY_FORM).status_code == 303

    shown = ana.get("/company").content.decode()
    for word in ("7.5 %", "12 %", "95 %", "4 h", "6 months", "April"):
        assert word in shown
    assert 'value="7.5"' in ana.get("/company/policies").content.decode()
    odd = ana.post("/company/policies", {**POLICY_FORM, "version": "2", "attained_ppm": "101"})
    assert odd.status_code == 422
    assert "Enter 1 % to 100 %." in odd.content.decode()
    assert 'value="101"' in odd.content.decode()


def test_a_program_reads_and_changes_the_company(program_of, world):
    ana = program_of("ana")
    shown = ana.get("/api/v1/company")
    assert shown.headers["ETag"] == '"1"'
    assert (shown.json()["name"], shown.json()["attained_ppm"]) == ("Northgate IT", 900_000)
    assert (shown.json()["currency_stays"], shown.json()["usual_hours"]) == (False, "")

    body = {"name": "Northgate Care", "attained_ppm": 950_000, "mfa_required": False}
    changed = ana.patch("/api/v1/company", body, headers={"If-Match": '"1"'}, **JSON)

    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert (changed.json()["name"], changed.json()["attained_ppm"]) == ("Northgate Care", 950_000)
    stale = ana.patch("/api/v1/company", body, headers={"If-Match": '"1"'}, **JSON)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    unusable = ana.patch("/api/v1/company", body, headers={"If-Match": "one"}, **JSON)
    assert unusable.status_code == 422


def test_a_program_names_the_usual_hours(program_of, world):
    ana = program_of("ana")
    set_schedule(
        name="Early", zone="Europe/London", hours={"0": [["07:00", "15:00"]]}, by=world.ana,
        at=OPENING,
    )  # fmt: skip

    named = ana.patch("/api/v1/company", {"usual_hours": "Early"}, **JSON)
    assert named.json()["usual_hours"] == "Early"
    unknown = ana.patch("/api/v1/company", {"usual_hours": "Late"}, **JSON)
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["usual_hours"])


def test_the_currency_stays_once_there_is_an_amount(page_of, program_of, world):
    ana, felix = program_of("ana"), program_of("felix")
    pay = {"from_on": "2026-01-01", "salary_minor": 3_600_000, "available_seconds": 5_760_000}
    assert felix.post("/api/v1/people/dana/pay", pay, **JSON).status_code == 201

    refused = ana.patch("/api/v1/company", {"currency": "EUR"}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "amounts_exist")
    assert ana.get("/api/v1/company").json()["currency_stays"] is True
    page = page_of("ana").post("/company/edit", FORM)
    assert page.status_code == 409
    assert "amounts in GBP already (pay rate)" in page.content.decode()
    assert provider_of(world).zone == "Europe/London"


@pytest.mark.parametrize(
    ("handle", "sees"), [("felix", True), ("sam", False), ("lena", False), ("dana", False)]
)
def test_only_the_owner_changes_it(page_of, program_of, world, handle, sees):
    page, program = page_of(handle), program_of(handle)

    assert page.get("/company").status_code == (200 if sees else 403)
    assert program.get("/api/v1/company").status_code == (200 if sees else 403)
    assert page.get("/company/edit").status_code == 403
    assert page.post("/company/edit", FORM).status_code == 403
    assert page.post("/company/policies", POLICY_FORM).status_code == 403
    assert program.patch("/api/v1/company", {"name": "Mine"}, **JSON).status_code == 403
    assert provider_of(world).name == "Northgate IT"
    if sees:
        assert "/company/edit" not in page.get("/company").content.decode()


def test_a_stranger_sees_and_changes_their_own_company_alone(page_of, program_of, world, elsewhere):
    assert "Northgate" not in page_of("olga").get("/company").content.decode()
    theirs = program_of("olga").patch("/api/v1/company", {"name": "Southbank Care"}, **JSON)

    assert theirs.json()["slug"] == "southbank"
    assert provider_of(world).name == "Northgate IT"
    with open_provider(elsewhere.provider.pk):
        assert provider_of(elsewhere).name == "Southbank Care"


def test_programs_may_change_each_thing_that_the_page_may():
    assert set(PoliciesOut.model_fields) == set(POLICIES)
    assert set(OwnCompanyPlan.model_fields) == {"holds_from", *POLICIES}
    assert set(OwnCompanyChange.model_fields) == {*PARTICULARS, "usual_hours", *POLICIES}
