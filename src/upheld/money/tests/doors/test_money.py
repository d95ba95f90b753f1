"""Money through every door: finance and the owner, nobody else's cost, strangers find nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.entering import browser, program

from upheld.delivery.targets import deliverable_target
from upheld.foundation import clock
from upheld.foundation.tenancy.scope import _tell_database, current_scope
from upheld.money.models import CommissionRule, InvoiceLine
from upheld.timekeeping.operations.time import log_time

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
HOUR = 3600


@pytest.fixture(autouse=True)
def in_june():
    with clock.standing_at(JUNE):
        yield


@pytest.fixture
def furnished(world, works, accept, paid):
    """Signed, partly accepted, worked on by one who has a rate and by one who has none."""
    accept(works[0])
    for who in ("dana", "theo"):
        log_time(target=deliverable_target(works[0]), seconds=HOUR, by=world.actors[who], at=MONDAY)
    return works


PAGES = {
    "money": (), "agreement-ledger": (), "invoice-lines": (), "bookings": (),
    "earned-revenue": (), "commissions": (), "customer-profits": (), "customer-profit": (1,),
    "deal-profit": (1,), "commission-rule-new": (),
}  # fmt: skip
PROGRAMS = (
    "money/agreements", "money/customers", "money/customers/1", "money/deals/1", "money/lines",
    "money/earned", "money/commissions",
)  # fmt: skip


class TestPages:
    @pytest.mark.parametrize("route", PAGES)
    def test_show_and_keep_within_their_budget(self, world, furnished, route, questions):
        client = browser(world, "ana")
        with questions() as asked:
            answer = client.get(reverse(route, args=PAGES[route]))
        assert answer.status_code == 200
        assert len(asked) <= 25, [sql[:90] for sql in asked]

    @pytest.mark.parametrize("route", PAGES)
    @pytest.mark.parametrize("who", ["dana", "lena", "priya", "sam", "marek"])
    def test_are_for_finance_and_the_owner(self, world, furnished, route, who):
        assert browser(world, who).get(reverse(route, args=PAGES[route])).status_code == 403

    @pytest.mark.parametrize("path", PROGRAMS)
    def test_have_a_door_for_programs(self, world, furnished, path):
        assert program(world, "felix").get(f"/api/v1/{path}").status_code == 200
        assert program(world, "dana").get(f"/api/v1/{path}").status_code == 403

    @pytest.mark.parametrize("route", ["customer-profit", "deal-profit"])
    def test_do_not_exist_for_a_stranger(self, world, elsewhere, furnished, route):
        answer = browser(elsewhere, "olga").get(reverse(route, args=[1]))
        assert answer.status_code == 404

    def test_say_how_many_hours_have_no_rate(self, world, furnished):
        page = browser(world, "felix").get(reverse("money")).content.decode()
        assert "Theo Marsh" in page
        detail = browser(world, "ana").get(reverse("customer-profit", args=[1])).content.decode()
        assert "have no rate and are in no cost" in detail

    def test_agree_with_the_program(self, world, furnished):
        said = program(world, "felix").get("/api/v1/money/customers/1").json()["statement"]
        assert said["seconds"] == 2 * HOUR
        assert said["seconds_without_rate"] == HOUR
        assert said["items"]["delivery_labour"] == 2_250
        assert said["profit_minor"] == said["revenue_minor"] - said["cost_minor"]


class TestPanels:
    @pytest.mark.parametrize("route", ["customer", "deal"])
    def test_show_profit_to_those_who_may_see_cost_alone(self, world, furnished, route):
        address = reverse(route, args=[1])
        assert "True profit" in browser(world, "ana").get(address).content.decode()
        for who in ("dana", "lena", "sam", "marek", "priya"):
            assert "True profit" not in browser(world, who).get(address).content.decode()

    def test_a_timeline_tells_a_technician_of_no_share(self, world, furnished):
        address = reverse("deal", args=[1])
        assert "noted a share" in browser(world, "ana").get(address).content.decode()
        page = browser(world, "dana").get(address).content.decode()
        assert "noted a share" not in page
        assert "booked" not in page


class TestMyShare:
    def test_shows_own_shares_and_the_rules_of_all(self, world, furnished):
        page = browser(world, "dana").get(reverse("my-commission")).content.decode()
        assert "£250.00 for each signature" in page
        assert "£1,200.00" not in page  # Lena's
        said = program(world, "dana").get("/api/v1/money/my-share").json()
        assert [one["amount_minor"] for one in said["shares"]] == [25_000]
        assert len(said["rules"]) == 4


class TestChanges:
    def test_a_month_is_made_ready(self, world, furnished):
        answer = browser(world, "felix").post(reverse("month-ready"), {"month": "2026-05-20"})
        assert answer.status_code == 303
        assert InvoiceLine.objects.filter(month="2026-05-01").count() == 2
        said = program(world, "felix").post(
            "/api/v1/money/months", {"month": "2026-05-01"}, content_type="application/json"
        )
        assert (said.status_code, said.json()) == (200, {"count": 0})

    def test_a_month_ahead_is_refused_by_both(self, world, furnished):
        answer = browser(world, "felix").post(reverse("month-ready"), {"month": "2026-07-01"})
        assert answer.status_code == 409
        said = program(world, "felix").post(
            "/api/v1/money/months", {"month": "2026-07-01"}, content_type="application/json"
        )
        assert said.json()["code"] == "month_ahead"

    def test_lines_are_billed(self, world, furnished):
        line = InvoiceLine.objects.get()
        answer = browser(world, "felix").post(
            reverse("invoice-lines-bill"), {"selected": [line.pk]}
        )
        assert answer.status_code == 303
        line.refresh_from_db()
        assert line.billed_at == JUNE
        said = program(world, "felix").post(
            "/api/v1/money/lines/billing", {"lines": [line.pk]}, content_type="application/json"
        )
        assert said.json() == {"count": 0}

    def test_a_strangers_lines_are_not_found(self, world, elsewhere, furnished):
        line = InvoiceLine.objects.get()
        answer = browser(elsewhere, "olga").post(
            reverse("invoice-lines-bill"), {"selected": [line.pk]}
        )
        assert answer.status_code == 404
        key = program(elsewhere, "olga")
        answer = key.post(
            "/api/v1/money/lines/billing", {"lines": [line.pk]}, content_type="application/json"
        )
        assert answer.status_code == 404
        _tell_database(current_scope())  # the refused requests told it another provider
        assert InvoiceLine.objects.get().billed_at is None

    def test_a_rule_is_put_in_force(self, world, rules):
        typed = {
            "title": "Half of the hours", "key": "hours", "part": "engineer", "base": "hours",
            "rate": "50", "months": "", "flat": "", "from_on": "2026-07-01",
        }  # fmt: skip
        answer = browser(world, "felix").post(reverse("commission-rule-new"), typed)
        assert answer.status_code == 303
        assert CommissionRule.objects.get(key="hours").rate_ppm == 500_000
        again = browser(world, "felix").post(reverse("commission-rule-new"), typed)
        assert again.status_code == 409
        assert "Half of the hours" in again.content.decode()
        said = program(world, "felix").post(
            "/api/v1/money/commission-rules",
            {"title": "Flat", "key": "flat", "part": "finder", "base": "flat", "flat_minor": 100,
             "from_on": "2026-07-01"},
            content_type="application/json",
        )  # fmt: skip
        assert (said.status_code, said.json()["pays"]) == (201, "£1.00 for each signature")
