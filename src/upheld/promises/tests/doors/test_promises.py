"""Every change of a promise through both doors, with a stranger's case and what each page costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.entering import browser, program

from upheld.customers.operations.companies import add_company
from upheld.foundation import clock
from upheld.foundation.tenancy.scope import _tell_database, current_scope
from upheld.promises.models import Promise, Source
from upheld.promises.operations.offering import agree_promise, offer_promise

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)

"""What a transaction costs on one database and not on the other."""


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def promise(world):
    acme = add_company(name="Acme Freight", by=world.ana, at=MONDAY)
    made = offer_promise(
        words="Weekend visits", source=Source.MEETING, due_at=FRIDAY, company=acme,
        promised_by=world.people["lena"], by=world.lena, at=MONDAY,
    )  # fmt: skip
    return agree_promise(promise=made, owner=world.people["dana"], by=world.dana, at=MONDAY)


CHANGES = [
    ("keep", "keeping", {"shown": "Signed off"}, "kept"),
    ("break", "breaking", {"reason": "Parts were late"}, "broken"),
    ("risk", "risk", {"reason": "Parts are late", "why": "Parts are late"}, "agreed"),
]


@pytest.mark.parametrize(("route", "path", "said", "state"), CHANGES)
class TestBothDoors:
    def test_owner(self, world, promise, route, path, said, state):
        answer = browser(world, "dana").post(
            reverse(f"promise-{route}", args=[promise.number]), said
        )
        assert answer.status_code == 303
        assert Promise.objects.get(pk=promise.pk).state == state

    def test_owner_by_program(self, world, promise, route, path, said, state):
        answer = program(world, "dana").post(
            f"/api/v1/promises/{promise.number}/{path}", said, content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        assert answer.json()["state"] == state

    def test_a_stranger_finds_nothing(self, world, elsewhere, promise, route, path, said, state):
        theirs = browser(elsewhere, "olga")
        assert (
            theirs.post(reverse(f"promise-{route}", args=[promise.number]), said).status_code == 404
        )
        key = program(elsewhere, "olga")
        answer = key.post(
            f"/api/v1/promises/{promise.number}/{path}", said, content_type="application/json"
        )
        assert answer.status_code == 404
        _tell_database(current_scope())  # the refused requests told it another provider
        assert Promise.objects.get(pk=promise.pk).state == "agreed"


def test_a_refused_form_keeps_what_was_typed(world, promise):
    answer = browser(world, "theo").post(
        reverse("promise-keep", args=[promise.number]), {"shown": "I saw it done myself"}
    )
    assert answer.status_code == 409
    assert "belongs to somebody else" in answer.content.decode()
    answer = browser(world, "dana").post(
        reverse("promise-release", args=[promise.number]), {"reason": "x"}
    )
    assert answer.status_code == 403


def test_an_owner_who_forgets_the_evidence_sees_the_form_again(world, promise):
    answer = browser(world, "sam").post(
        reverse("promise-release", args=[promise.number]), {"reason": "They moved house"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "They moved house" in page
    assert "Say who let the promise go." in page


class TestNew:
    said = {
        "words": "A second visit", "source": "meeting", "company": "acme freight",
        "due_at": "2026-03-20T17:00", "shown_by": "The report",
    }  # fmt: skip

    def test_is_entered(self, world, promise):
        answer = browser(world, "lena").post(reverse("promise-new"), self.said)
        made = Promise.objects.get(number=2)
        assert answer.headers["Location"] == reverse("promise", args=[2])
        assert (made.company.name, made.promised_by.name) == ("Acme Freight", "Lena Brandt")
        assert made.due_at == datetime(2026, 3, 20, 17, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"due_at": "2026-03-29T01:30"}, "The clocks change in that hour"),
            ({"due_at": "2026-03-01T10:00"}, "falls due after it was made"),
            ({"company": "Nobody Ltd"}, "no customer of this name"),
            ({"words": ""}, "Write what is promised"),
        ],
    )
    def test_says_what_cannot_be_used_and_keeps_the_rest(self, world, promise, changed, says):
        answer = browser(world, "lena").post(reverse("promise-new"), self.said | changed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert says in page
        assert "The report" in page
        assert Promise.objects.count() == 1

    def test_by_program(self, world, promise):
        body = {
            "words": "A second visit", "source": "meeting", "customer": 1,
            "due_at": "2026-03-20T17:00:00Z", "value": {"minor": 12000, "currency": "GBP"},
        }  # fmt: skip
        answer = program(world, "lena").post(
            "/api/v1/promises", body, content_type="application/json"
        )
        assert answer.status_code == 201, answer.content
        assert answer.json()["value"] == {"minor": 12000, "currency": "GBP"}


def test_a_stale_offer_is_not_overwritten(world, promise):
    made = offer_promise(words="One", source=Source.MEETING, by=world.lena, at=MONDAY)
    said = {"words": "Two", "version": made.version}
    url = reverse("promise-edit", args=[made.number])
    assert browser(world, "lena").post(url, said).status_code == 303
    again = browser(world, "lena").post(url, {**said, "words": "Three"})
    assert again.status_code == 409
    assert "Three" in again.content.decode()
    key = program(world, "lena")
    tag = key.get(f"/api/v1/promises/{made.number}").headers["ETag"]
    change = {"words": "Four"}
    path = f"/api/v1/promises/{made.number}"
    assert key.patch(path, change, "application/json", headers={"If-Match": tag}).status_code == 200
    assert key.patch(path, change, "application/json", headers={"If-Match": tag}).status_code == 409


@pytest.mark.parametrize(
    ("route", "args", "most"),
    [
        ("promises", [], 12),
        ("promise", [1], 14),
        ("promise-new", [], 10),
        ("promise-keep", [1], 14),
    ],
)
def test_what_a_page_costs(world, promise, route, args, most, questions):
    client = browser(world, "sam")
    with questions() as asked:
        answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200
    assert len(asked) <= most, "\n".join(sql[:150] for sql in asked)


def test_the_list_filters_by_standing(world, promise):
    key = program(world, "sam")
    assert len(key.get("/api/v1/promises?standing=due_soon").json()["items"]) == 1
    assert key.get("/api/v1/promises?standing=overdue").json()["items"] == []
    assert key.get("/api/v1/promises?standing=nonsense").status_code == 422
