"""The week's board at both doors: seen, dropped on, moved, taken back; strangers see nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.delivery.models import Deliverable
from upheld.dispatch.models import PlannedBlock
from upheld.dispatch.tests.conftest import MONDAY, hours
from upheld.foundation.values.money import Money
from upheld.people.operations.pay import set_pay
from upheld.people.operations.working_time import enter_leave
from upheld.playbook.tests.conftest import Doors

WEEK = "/plan/?week=2026-03-09"


@pytest.fixture
def doors(world):
    return lambda who: Doors(world, who, MONDAY)


@pytest.fixture
def olga(elsewhere):
    return Doors(elsewhere, "olga", MONDAY)


@pytest.fixture
def mail(accepted):
    return Deliverable.objects.get(title__startswith="Mail")


class TestTheBoard:
    def test_shows_what_lies_on_each_day_and_what_waits(self, world, doors, plan, mail):
        plan("dana", hours(10, 9, 11), title="Racks at Acme")
        enter_leave(person=world.people["theo"], first_on=date(2026, 3, 11),
                    last_on=date(2026, 3, 11), by=world.ana, at=MONDAY)  # fmt: skip
        text = doors("sam").get(WEEK).content.decode()
        for words in ("Racks at Acme", "9:00–11:00", "On leave", mail.title, "due "):
            assert words in text, words

    def test_a_conflict_is_marked_until_somebody_sets_it_aside(self, doors, plan):
        plan("dana", hours(10, 9, 11), title="Racks")
        text = doors("sam").get(WEEK).content.decode()
        assert "1 conflict" not in text
        plan("dana", hours(10, 10, 12), aside=("overlaps",))
        text = doors("sam").get(WEEK).content.decode()
        assert "1 conflict" in text  # of the first block, whose planner did not know
        assert "Overlaps, set aside" in text

    @pytest.mark.parametrize(("who", "sees"), [("ana", True), ("sam", False), ("dana", False)])
    def test_what_an_hour_costs_is_for_those_who_may_see_pay(self, world, doors, who, sees):
        none = Money.of(0, "GBP")
        set_pay(person=world.people["dana"], from_on=date(2026, 1, 1),
                salary=Money.of(41_760, "GBP"), employer_taxes=none, benefits=none, overhead=none,
                available_seconds=1740 * 3600, by=world.ana, at=MONDAY)  # fmt: skip
        text = doors(who).get(WEEK).content.decode()
        assert ("an hour" in text) is sees
        cost = doors(who).api("GET", "plan/week").json()["people"]
        assert any(one["per_hour_minor"] for one in cost) is sees

    @pytest.mark.parametrize(
        ("passed", "monday"), [(timedelta(days=4), "2026-03-09"), (timedelta(days=5), "2026-03-16")]
    )
    def test_opens_at_the_next_week_once_nobody_works_in_this_one(self, world, passed, monday):
        sam = Doors(world, "sam", MONDAY + passed)
        assert sam.api("GET", "plan/week").json()["monday"] == monday

    def test_reads_as_many_tables_however_much_is_planned(self, doors, plan, mail):
        sam = doors("sam")
        plan("dana", hours(12, 9, 10))
        few = self.queries(sam)
        for hour in range(9, 15):
            plan("dana", hours(10, hour, hour + 1))
            plan("theo", hours(11, hour, hour + 1))
        assert self.queries(sam) == few <= 40  # half of them sign Sam in and surround the page

    def queries(self, door):
        with CaptureQueriesContext(connection) as queries:
            assert door.get(WEEK).status_code == 200
        return len(queries)

    def test_is_not_for_marketing(self, doors):
        assert doors("priya").get(WEEK).status_code == 403

    def test_a_week_that_is_no_day_is_this_one(self, doors):
        assert doors("sam").get("/plan/?week=never&of=%00").status_code == 200


class TestTheDay:
    DAY = "/plan/day?day=2026-03-10"

    def test_shows_everybody_by_the_hour(self, world, doors, plan, mail):
        plan("dana", hours(10, 9.5, 11), title="Racks at Acme")
        plan("dana", hours(10, 10, 12), title="Phones", aside=("overlaps",))
        enter_leave(person=world.people["theo"], first_on=date(2026, 3, 10),
                    last_on=date(2026, 3, 10), by=world.ana, at=MONDAY)  # fmt: skip
        text = doors("sam").get(self.DAY).content.decode()
        for words in (
            "Racks at Acme", "9:30–11:00", 'data-h="9" data-m="30" data-for-h="1" data-for-m="30"',
            'data-lane="1" data-lanes="2"', "1 conflict", "On leave", mail.title,
            'data-column="theo 2026-03-10"',
        ):  # fmt: skip
            assert words in text, words

    def test_shows_hours_before_and_after_the_usual_ones_where_something_lies_there(
        self, doors, plan
    ):
        plan("dana", hours(10, 6.25, 7), aside=("outside_hours",))
        plan("theo", hours(10, 21, 22.5), aside=("outside_hours",))
        text = doors("sam").get(self.DAY).content.decode()
        assert 'data-first="6" data-last="23"' in text

    def test_without_a_day_it_is_the_next_one_on_which_somebody_works(self, world):
        saturday = Doors(world, "sam", MONDAY + timedelta(days=5))
        assert "Monday, 16 March" in saturday.get("/plan/day").content.decode()
        assert "Saturday, 14 March" in saturday.get("/plan/day?day=2026-03-14").content.decode()

    def test_reads_as_many_tables_however_much_is_planned(self, doors, plan, mail):
        sam = doors("sam")
        plan("dana", hours(10, 9, 10))
        few = self.queries(sam)
        for hour in range(10, 15):
            plan("dana", hours(10, hour, hour + 1))
            plan("theo", hours(10, hour, hour + 1))
        assert self.queries(sam) == few <= 40

    def queries(self, door):
        with CaptureQueriesContext(connection) as queries:
            assert door.get(self.DAY).status_code == 200
        return len(queries)

    def test_a_block_put_down_at_an_hour_begins_there_and_lasts_as_long(self, doors, plan):
        block = plan("dana", hours(10, 9, 11.5))
        said = {"column": "theo 2026-03-10", "starts": "13:15", "day": "2026-03-10", "of": ""}
        answer = doors("sam").post(f"/plan/blocks/{block.number}", said | {"version": 1})
        assert (answer.status_code, answer.url) == (303, self.DAY)
        block.refresh_from_db()
        assert (block.person.handle, block.period) == ("theo", hours(10, 13.25, 15.75))

    def test_promised_work_put_down_at_an_hour_is_planned_from_there(self, doors, mail):
        said = {"column": "theo 2026-03-10", "starts": "11:00", "day": "2026-03-10", "of": ""}
        answer = doors("sam").post("/plan/new", said | {"kind": "deliverable", "on": mail.number})
        assert answer.status_code == 303
        block = PlannedBlock.objects.get(on_kind="deliverable")
        assert (block.person.handle, block.period) == ("theo", hours(10, 11, 15))

    def test_put_back_on_the_list_the_day_is_shown_again(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        said = {"column": "unplanned", "day": "2026-03-10", "of": "", "version": 1}
        answer = doors("sam").post(f"/plan/blocks/{block.number}", said)
        assert answer.url == self.DAY
        block.refresh_from_db()
        assert not block.stands

    def test_an_hour_that_is_none_is_refused(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        said = {"column": "theo 2026-03-10", "starts": "25:00", "version": 1}
        assert doors("sam").post(f"/plan/blocks/{block.number}", said).status_code == 422


class TestPuttingACardOnADay:
    def put(self, door, url, column, **more):
        return door.post(url, {"column": column, "week": "2026-03-09", "of": "", **more})

    def test_promised_work_lands_in_the_first_gap(self, doors, plan, mail):
        plan("theo", hours(10, 9, 10))
        door = doors("sam")
        answer = self.put(door, "/plan/new", "theo 2026-03-10", kind="deliverable", on=mail.number)
        assert (answer.status_code, answer.url) == (303, "/plan/?week=2026-03-09")
        block = PlannedBlock.objects.get(on_kind="deliverable")
        assert (block.person.handle, block.period) == ("theo", hours(10, 10, 14))

    def test_a_block_keeps_its_clock_on_another_day(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        door = doors("sam")
        answer = self.put(door, f"/plan/blocks/{block.number}", "theo 2026-03-12", version=1)
        assert answer.status_code == 303
        block.refresh_from_db()
        assert (block.person.handle, block.period) == ("theo", hours(12, 9, 11))

    def test_a_stale_card_is_refused(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        door = doors("sam")
        url = f"/plan/blocks/{block.number}"
        self.put(door, url, "dana 2026-03-12", version=1)
        answer = self.put(door, url, "dana 2026-03-13", version=1)
        assert answer.status_code == 409
        assert "Somebody changed this planned block" in answer.content.decode()

    def test_a_doubt_is_said_where_it_can_be_set_aside(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        door = doors("sam")
        url = f"/plan/blocks/{block.number}"
        answer = self.put(door, url, "dana 2026-03-14", version=1)
        assert answer.status_code == 409
        assert 'value="outside_hours"' in answer.content.decode()
        again = self.put(door, url, "dana 2026-03-14", version=1, setting_aside="outside_hours")
        assert again.status_code == 303

    def test_put_back_on_the_list_it_leaves_the_plan(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        self.put(doors("sam"), f"/plan/blocks/{block.number}", "unplanned", version=1)
        block.refresh_from_db()
        assert not block.stands

    def test_a_byte_that_no_text_has_is_refused(self, doors):
        answer = self.put(
            doors("sam"), "/plan/new", "dana 2026-03-10", kind="internal", on="Stock\x00"
        )
        assert answer.status_code == 422

    @pytest.mark.parametrize("column", ["", "dana", "nobody 2026-03-10", "dana 9999-12-31"])
    def test_nonsense_is_refused(self, doors, plan, column):
        block = plan("dana", hours(10, 9, 11))
        answer = self.put(doors("sam"), f"/plan/blocks/{block.number}", column, version=1)
        assert answer.status_code in {404, 422}


class TestByForm:
    BLOCK = {"person": "dana", "day": "2026-03-10", "starts": "09:00", "ends": "10:30"}

    def test_time_is_planned_without_a_script(self, doors, mail):
        door = doors("sam")
        page = door.get(f"/plan/new?kind=deliverable&on={mail.number}&person=dana")
        assert page.status_code == 200
        answer = door.post("/plan/new", {**self.BLOCK, "kind": "deliverable", "on": mail.number})
        assert answer.status_code == 303
        assert PlannedBlock.objects.get().period == hours(10, 9, 10.5)

    def test_over_midnight_ends_on_the_next_day(self, doors):
        values = {
            **self.BLOCK,
            "starts": "22:00",
            "ends": "02:00",
            "kind": "internal",
            "on": "Move",
        }
        answer = doors("sam").post("/plan/new", {**values, "setting_aside": "outside_hours"})
        assert answer.status_code == 303
        assert PlannedBlock.objects.get().period == hours(10, 22, 26)

    def test_a_refused_form_keeps_what_was_typed(self, doors):
        values = {**self.BLOCK, "kind": "ticket", "on": "77", "title": "Two racks"}
        answer = doors("sam").post("/plan/new", values)
        assert answer.status_code == 409
        assert "Two racks" in answer.content.decode()

    def test_a_block_is_moved_and_taken_back_on_its_page(self, doors, plan):
        block = plan("dana", hours(10, 9, 11))
        door = doors("dana")
        page = door.get(f"/plan/blocks/{block.number}").content.decode()
        assert "Move it" in page
        door.post(f"/plan/blocks/{block.number}", {**self.BLOCK, "version": 1})
        block.refresh_from_db()
        assert block.period == hours(10, 9, 10.5)
        door.post(f"/plan/blocks/{block.number}/drop", {"version": 2})
        block.refresh_from_db()
        assert not block.stands
        assert door.get(f"/plan/blocks/{block.number}").status_code == 200

    def test_anothers_block_offers_no_form(self, doors, plan):
        block = plan("theo", hours(10, 9, 11))
        door = doors("dana")
        assert "Move it" not in door.get(f"/plan/blocks/{block.number}").content.decode()
        moved = door.post(f"/plan/blocks/{block.number}", {**self.BLOCK, "version": 1})
        assert moved.status_code == 403

    def test_strangers_find_nothing(self, olga, plan):
        block = plan("dana", hours(10, 9, 11))
        assert olga.get(f"/plan/blocks/{block.number}").status_code == 404
        assert olga.api("GET", f"plan/blocks/{block.number}").status_code == 404
        assert olga.api("GET", "plan/blocks").json()["items"] == []


class TestPrograms:
    def body(self, **more):
        return {
            "person": "dana", "starts_at": "2026-03-10T09:00:00Z",
            "ends_at": "2026-03-10T11:00:00Z", "on": {"kind": "internal", "words": "Stock"}, **more,
        }  # fmt: skip

    def test_plan_move_and_drop(self, doors):
        door = doors("sam")
        made = door.api("POST", "plan/blocks", self.body())
        assert made.status_code == 201
        assert (made.json()["title"], made.json()["source"]) == ("Internal: Stock", "program")
        number = made.json()["number"]
        moved = door.api("PATCH", f"plan/blocks/{number}", {"ends_at": "2026-03-10T12:00:00Z"},
                         **{"If-Match": '"1"'})  # fmt: skip
        assert moved.json()["ends_at"] == "2026-03-10T12:00:00Z"
        stale = door.api("PATCH", f"plan/blocks/{number}", {"ends_at": "2026-03-10T13:00:00Z"},
                         **{"If-Match": '"1"'})  # fmt: skip
        assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
        dropped = door.api("DELETE", f"plan/blocks/{number}")
        assert dropped.json()["dropped_at"]

    def test_doubts_come_with_their_codes(self, doors):
        door = doors("sam")
        late = self.body(ends_at="2026-03-10T19:00:00Z")
        refused = door.api("POST", "plan/blocks", late)
        assert [one["code"] for one in refused.json()["cautions"]] == ["outside_hours"]
        made = door.api("POST", "plan/blocks", {**late, "setting_aside": ["outside_hours"]})
        assert made.json()["set_aside"] == ["outside_hours"]

    def test_an_end_before_its_start_is_refused(self, doors):
        refused = doors("sam").api("POST", "plan/blocks", self.body(ends_at="2026-03-10T08:00:00Z"))
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:00:00Z"])
    def test_moments_beyond_all_calendars_are_refused(self, doors, moment):
        refused = doors("sam").api("POST", "plan/blocks", self.body(starts_at=moment))
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")

    def test_the_week_says_the_same_as_the_page(self, doors, plan, mail):
        plan("dana", hours(10, 9, 11), title="Racks")
        found = doors("sam").api("GET", "plan/week?week=2026-03-11").json()
        assert found["monday"] == "2026-03-09"
        dana = next(one for one in found["people"] if one["person"] == "dana")
        assert [item["title"] for item in dana["days"][1]["items"]] == ["Racks"]
        assert found["unplanned"][0]["seconds"] == 30 * 3600
        assert not found["tickets"][0]["known"]
