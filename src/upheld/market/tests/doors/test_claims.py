"""Claims through both doors, and never a stranger's."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upheld.market.models import Claim, ClaimOverride
from upheld.market.operations.judging import override_claim

FRAME = re.compile(r"SAVEPOINT|session|set_config|last_login\" =")
"""Statements of signing in and of the scope, which are not the page's."""

FORM = {"sentence": "We answer, always.", "measure_key": "answered_in_time", "threshold": "90 %",
        "window_days": "90"}  # fmt: skip
BODY = {"sentence": "We answer.", "measure_key": "answered_in_time", "threshold": 900_000}


def code_of(answer):
    return answer.json()["code"]


@pytest.mark.parametrize(
    ("name", "numbered", "budget"),
    [("claims", False, 12), ("claim", True, 16), ("claim-new", False, 12), ("claim-edit", True, 14),
     ("claim-take-up", True, 14), ("claim-retire", True, 14)],
)  # fmt: skip
def test_a_page_opens_within_its_budget(claim, doors_of, name, numbered, budget):
    url = reverse(name, args=[claim.number] if numbered else [])
    with CaptureQueriesContext(connection) as seen:
        page = doors_of("priya").get(url)
    assert page.status_code == 200, page.content.decode()[:1500]
    ours = [one for one in seen if not FRAME.search(one["sql"])]
    assert len(ours) <= budget, "\n".join(one["sql"][:150] for one in ours)


def test_a_claim_is_written_by_either_door(doors_of, answered, world):
    priya = doors_of("priya")
    assert priya.post(reverse("claim-new"), FORM).status_code == 303
    made = priya.api("POST", "claims", BODY)
    assert made.status_code == 201
    assert made.json()["verdict"] == "borne_out"
    assert len(made.json()["history"]) == 1
    assert [one.threshold for one in Claim.objects.order_by("number")] == [900_000, 900_000]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("threshold", "quite often"), ("threshold", "120 %"), ("sentence", ""), ("window_days", "2"),
     ("measure_key", "no_such_measure")],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(doors_of, answered, field, typed):
    page = doors_of("priya").post(reverse("claim-new"), {**FORM, field: typed})
    assert page.status_code == 422
    text = page.content.decode()
    assert FORM["sentence"] in text or field == "sentence"
    assert typed in text or field == "measure_key"
    assert not Claim.objects.exists()


def test_a_change_by_either_door_and_a_stale_one(claim, doors_of):
    priya = doors_of("priya")
    url = reverse("claim-edit", args=[claim.number])
    assert priya.post(url, {**FORM, "version": "1"}).status_code == 303
    stale = priya.post(url, {**FORM, "sentence": "Mine", "version": "1"})
    assert stale.status_code == 409
    assert "Mine" in stale.content.decode()
    assert priya.api("PUT", f"claims/{claim.number}", BODY).json()["sentence"] == "We answer."
    answer = priya.api("PUT", f"claims/{claim.number}", BODY, **{"If-Match": '"1"'})
    assert code_of(answer) == "changed_meanwhile"


def test_judging_using_and_retiring(claim, doors_of, answered):
    priya = doors_of("priya")
    answered.met = 97
    assert priya.post(reverse("claim-judge", args=[claim.number])).status_code == 303
    assert priya.api("POST", f"claims/{claim.number}/judgement").json()["verdict"] == "borne_out"
    answered.met = 80
    doubt = priya.post(reverse("claim-take-up", args=[claim.number]))
    assert doubt.status_code == 409
    assert 'value="claim_not_borne_out"' in doubt.content.decode()
    aside = {"setting_aside": ["claim_not_borne_out"]}
    used = priya.api("POST", f"claims/{claim.number}/use", aside)
    assert used.json()["state"] == "in_use"
    assert priya.post(reverse("claim-take-up", args=[claim.number]), aside).status_code == 303
    assert (
        priya.post(reverse("claim-retire", args=[claim.number]), {"reason": ""}).status_code == 422
    )
    assert (
        priya.post(reverse("claim-retire", args=[claim.number]), {"reason": "x"}).status_code == 303
    )
    gone = priya.api("POST", f"claims/{claim.number}/use", aside)
    assert code_of(gone) == "claim_retired"
    again = priya.api("POST", f"claims/{claim.number}/retirement", {"reason": "x"})
    assert again.json()["state"] == "retired"


def test_the_owner_overrides_for_one_proposal_by_either_door(claim, doors_of):
    ana = doors_of("ana")
    url = reverse("claim-override", args=[claim.number])
    page = ana.get(f"{url}?proposal=proposal:4&title=Acme+desk").content.decode()
    assert "Acme desk" in page
    assert "Begin at the proposal" in ana.get(url).content.decode()
    typed = {"proposal": "proposal:4", "title": "Acme desk"}
    empty = ana.post(url, {**typed, "reason": ""})
    assert empty.status_code == 422
    assert "Acme desk" in empty.content.decode()
    assert ana.post(url, {**typed, "reason": "They know."}).status_code == 303
    made = ana.api(
        "POST",
        f"claims/{claim.number}/overrides",
        {"proposal": "proposal:5", "reason": "They know."},
    )
    assert made.status_code == 201
    assert ClaimOverride.objects.count() == 2
    detail = ana.api("GET", f"claims/{claim.number}").json()
    assert len(detail["overrides"]) == 2
    assert "Acme desk" in ana.get(reverse("claim", args=[claim.number])).content.decode()
    for other in ("priya", "lena"):
        assert doors_of(other).post(url, {**typed, "reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("GET", "", None), ("PUT", "", BODY), ("POST", "/judgement", None), ("POST", "/use", {}),
     ("POST", "/retirement", {"reason": "x"}),
     ("POST", "/overrides", {"proposal": "proposal:5", "reason": "x"})],
)  # fmt: skip
def test_a_stranger_finds_nothing_by_the_api(claim, olga, method, path, body):
    answer = olga.api(method, f"claims/{claim.number}{path}", body)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")


@pytest.mark.parametrize(
    "name", ["claim", "claim-edit", "claim-take-up", "claim-retire", "claim-override"]
)
def test_a_strangers_page_does_not_exist(claim, olga, name):
    assert olga.get(reverse(name, args=[claim.number])).status_code == 404


def test_a_strangers_list_and_judgement(claim, olga):
    assert olga.api("GET", "claims").json()["items"] == []
    listed = olga.get(reverse("claims")).content.decode()
    assert reverse("claim", args=[claim.number]) not in listed
    assert olga.post(reverse("claim-judge", args=[claim.number])).status_code == 404


def test_verdict_history_and_interval_are_on_the_page(world, claim, answered, doors_of):
    override_claim(
        claim=claim,
        proposal_ref="proposal:9",
        reason="For Acme.",
        by=world.ana,
        at=claim.judged_at,
    )
    text = doors_of("lena").get(reverse("claim", args=[claim.number])).content.decode()
    for said in ("Not borne out", "91 %", "n = 100", "at least 95 %", "For Acme.", "true figure"):
        assert said in text, said
