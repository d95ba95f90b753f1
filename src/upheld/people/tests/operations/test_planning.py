"""What the company wants from a day to come holds on that day, and not before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.entering import browser, program

from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.models import Provider, RecordEntry
from upheld.foundation.refusals import Refused
from upheld.people.jobs import hold
from upheld.people.models import CompanySettings, PlannedPolicies
from upheld.people.operations.company import change_company
from upheld.people.operations.planning import hold_planned, plan_policies, withdraw_plan
from upheld.people.queries.company import policies_of, policies_on

NOW = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
APRIL = date(2026, 4, 1)
MIDNIGHT = datetime(2026, 3, 31, 23, 1, tzinfo=UTC)
"""One past midnight in London, where clocks are on summer time by then."""


def planned(world, holds_from=APRIL, **values):
    return plan_policies(settings=CompanySettings.objects.get(), holds_from=holds_from,
                         values=values, by=world.ana, at=NOW)  # fmt: skip


def held(world):
    return policies_of(Provider.objects.get(pk=world.provider.pk))


def held_at(world, at):
    return hold_planned(by=system(world.provider.pk), at=at)


class TestPlanning:
    def test_holds_from_its_day_on_and_is_in_the_record(self, world):
        plan = planned(world, attained_ppm=950_000, kept_free_ppm=300_000)
        assert plan.values == {"attained_ppm": 950_000}
        assert held_at(world, MIDNIGHT - timedelta(minutes=2)) == []
        assert held(world)["attained_ppm"] == 900_000
        said = hold(by=system(world.provider.pk), at=MIDNIGHT)
        assert said == "1 settled"
        assert held(world)["attained_ppm"] == 950_000
        assert held_at(world, MIDNIGHT) == []
        events = list(RecordEntry.objects.order_by("sequence").values_list("event", flat=True))
        assert events[-3:] == ["people.company.planned", "people.company.changed",
                               "people.company.plan_held"]  # fmt: skip

    def test_what_would_hold_anyway_is_no_plan(self, world):
        assert planned(world, attained_ppm=900_000) is None
        planned(world, attained_ppm=950_000)
        assert planned(world, date(2026, 5, 1), attained_ppm=950_000) is None
        provider = Provider.objects.get(pk=world.provider.pk)
        assert policies_on(provider, date(2026, 3, 31))["attained_ppm"] == 900_000
        assert policies_on(provider, APRIL)["attained_ppm"] == 950_000

    def test_two_of_one_day_hold_in_their_order(self, world):
        planned(world, attained_ppm=950_000)
        planned(world, attained_ppm=960_000)
        held_at(world, MIDNIGHT + timedelta(days=40))
        assert held(world)["attained_ppm"] == 960_000

    @pytest.mark.parametrize(("day", "values", "field"), [
        (NOW.date(), {"attained_ppm": 950_000}, "holds_from"),
        (date(2027, 3, 11), {"attained_ppm": 950_000}, "holds_from"),
        (APRIL, {"attained_ppm": 1}, "attained_ppm"),
        (APRIL, {"discount_owner_ppm": 10_000}, "discount_owner_ppm"),
    ])  # fmt: skip
    def test_nonsense_is_refused_by_name(self, world, day, values, field):
        with pytest.raises(Refused) as refused:
            planned(world, day, **values)
        assert list(refused.value.fields) == [field]

    def test_is_withdrawn_before_its_day_alone(self, world):
        plan = withdraw_plan(plan=planned(world, attained_ppm=950_000), by=world.ana, at=NOW)
        assert withdraw_plan(plan=plan, by=world.ana, at=NOW).state == "withdrawn"
        assert held_at(world, MIDNIGHT) == []
        plan = planned(world, attained_ppm=950_000)
        held_at(world, MIDNIGHT)
        with pytest.raises(Refused) as refused:
            withdraw_plan(plan=plan, by=world.ana, at=MIDNIGHT)
        assert refused.value.code == "plan_settled"

    def test_what_cannot_hold_beside_a_later_change_is_kept_and_said(self, world):
        planned(world, discount_owner_ppm=150_000)
        change_company(settings=CompanySettings.objects.get(), by=world.ana, at=NOW,
                       discount_line_ppm=200_000)  # fmt: skip
        (plan,) = held_at(world, MIDNIGHT)
        assert (plan.state, "20 %" in plan.why) == ("refused", True)
        assert held(world)["discount_owner_ppm"] == 250_000

    def test_is_the_owner_s(self, world):
        with pytest.raises(Refused) as refused:
            plan_policies(settings=CompanySettings.objects.get(), holds_from=APRIL,
                          values={"attained_ppm": 950_000}, by=world.sam, at=NOW)  # fmt: skip
        assert refused.value.status == 403


class TestTheDoors:
    @pytest.fixture(autouse=True)
    def now(self):
        with clock.standing_at(NOW):
            yield

    def test_the_page_plans_and_withdraws(self, world):
        typed = {
            "discount_whole_ppm": "5", "discount_line_ppm": "10", "discount_owner_ppm": "25",
            "lowest_margin_ppm": "25", "attained_ppm": "95", "kept_free_ppm": "30",
            "review_within_seconds": "8h", "season_months": "3", "season_starts_in": "1",
            "version": "1", "holds_from": "2026-04-01",
        }  # fmt: skip
        ana = browser(world, "ana")
        assert ana.post("/company/policies", typed).status_code == 303
        page = ana.get("/company").content.decode()
        assert 'datetime="2026-04-01"' in page
        assert held(world)["attained_ppm"] == 900_000
        past = ana.post("/company/policies", {**typed, "holds_from": "2026-03-08"})
        assert past.status_code == 422
        plan = PlannedPolicies.objects.get()
        withdraw = f"/company/planned/{plan.pk}/withdrawal"
        assert browser(world, "felix").post(withdraw).status_code == 403
        assert ana.post(withdraw, {"version": plan.version}).status_code == 303
        assert 'datetime="2026-04-01"' not in ana.get("/company").content.decode()
        now = ana.post("/company/policies", {**typed, "holds_from": "2026-03-09"})
        assert now.status_code == 303
        assert held(world)["attained_ppm"] == 950_000

    def test_by_a_program(self, world, elsewhere):
        ana, path = program(world, "ana"), "/api/v1/company/planned"
        body = {"holds_from": "2026-04-01", "attained_ppm": 950_000}
        (plan,) = ana.post(path, body, content_type="application/json").json()
        assert (plan["values"], plan["state"]) == ({"attained_ppm": 950_000}, "planned")
        wrong = ana.post(path, {**body, "season_months": 5}, content_type="application/json")
        assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["season_months"])
        back = f"{path}/{plan['id']}/withdrawal"
        assert program(elsewhere, "olga").post(back).status_code == 404
        assert program(world, "felix").post(back).status_code == 403
        assert ana.post(back, headers={"If-Match": '"9"'}).status_code == 409
        assert ana.post(back).json()["state"] == "withdrawn"
        assert ana.get(path).json() == []
