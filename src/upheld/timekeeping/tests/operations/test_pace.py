"""Weeks over pace are raised with the manager, answered by them, and seen on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.entering import browser, program

from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.refusals import Refused
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, measure_called
from upheld.people.operations.people import change_person
from upheld.timekeeping.models import PaceConcern
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.pace import answer_pace, raise_pace
from upheld.timekeeping.rules.pace import WHOLE
from upheld.wiring.waiting import waiting_for

NOW = datetime(2026, 3, 23, 10, 0, tzinfo=UTC)
WEEKS = (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16))


def log_weeks(actor, weeks=WEEKS, hours=10):
    for monday in weeks:
        for n in range(5):
            day = monday + timedelta(days=n)
            capture(line=f"internal {day} {hours}h", by=actor, at=NOW)


@pytest.fixture
def raised(world):
    person = world.people["dana"]
    change_person(person=person, manager=world.people["sam"], by=world.ana, at=NOW)
    log_weeks(world.dana)
    return raise_pace(by=system(world.provider.pk), at=NOW)[0]


class TestRaising:
    def test_three_weeks_over_pace_wait_for_the_manager(self, world, raised):
        assert (raised.person, raised.raised_to) == (world.people["dana"], world.people["sam"])
        assert (raised.begins_on, raised.through_on) == (WEEKS[0], WEEKS[2])
        assert raised.weeks[0] == {"begins_on": "2026-03-02", "worked": 180_000, "due": 153_000}
        (one,) = [one for one in waiting_for(world.sam, NOW) if one.kind == "Over pace for weeks"]
        assert (one.title, one.url) == ("Dana Whitfield", reverse("pace-answer", args=[raised.pk]))
        assert not [w for w in waiting_for(world.dana, NOW) if w.kind == "Over pace for weeks"]

    def test_is_raised_once(self, world, raised):
        assert raise_pace(by=system(world.provider.pk), at=NOW) == []
        assert raise_pace(by=system(world.provider.pk), at=NOW + timedelta(days=7)) == []

    def test_two_weeks_are_not(self, world):
        log_weeks(world.dana, WEEKS[1:])
        assert raise_pace(by=system(world.provider.pk), at=NOW) == []

    def test_without_a_manager_the_owner_is_told_and_nobody_of_themselves(self, world):
        change_person(person=world.people["dana"], manager=None, by=world.ana, at=NOW)
        log_weeks(world.dana)
        log_weeks(world.ana)
        (one,) = raise_pace(by=system(world.provider.pk), at=NOW)
        assert (one.person_id, one.raised_to_id) == (
            world.people["dana"].pk, world.people["ana"].pk)  # fmt: skip


class TestAnswering:
    def test_keeps_what_was_agreed_and_it_waits_no_more(self, world, raised):
        answer_pace(concern=raised, answer="Theo takes Halcyon", by=world.sam, at=NOW)
        kept = PaceConcern.objects.get()
        assert (kept.answer, kept.answered_by_id) == ("Theo takes Halcyon", world.sam.person_id)
        assert not [w for w in waiting_for(world.sam, NOW) if w.kind == "Over pace for weeks"]
        with pytest.raises(Refused) as twice:
            answer_pace(concern=kept, answer="Again", by=world.ana, at=NOW)
        assert twice.value.code == "answered_already"

    def test_is_not_for_the_person_and_not_for_others(self, world, raised):
        for who in (world.dana, world.theo):
            with pytest.raises(Refused) as refused:
                answer_pace(concern=raised, answer="Fine", by=who, at=NOW)
            assert refused.value.status == 403


class TestTheDoors:
    @pytest.fixture(autouse=True)
    def now(self):
        with clock.standing_at(NOW):
            yield

    def test_the_manager_sees_everybody_and_each_number_opens_to_its_rows(self, world, raised):
        page = browser(world, "sam").get(reverse("pace")).content.decode()
        dana = world.people["dana"].pk
        assert ">118" in page
        rows = f"person={dana}&amp;day_from=2026-03-09&amp;day_to=2026-03-16&amp;counts=yes"
        assert rows in page
        opened = browser(world, "sam").get(
            f"{reverse('time')}?{rows.replace('&amp;', '&')}&adjusts=no"
        ).content.decode()  # fmt: skip
        assert opened.count('href="/time/') >= 5
        assert "Nothing" not in opened

    def test_a_technician_sees_their_own_and_their_people(self, world, raised):
        page = browser(world, "theo").get(reverse("pace")).content.decode()
        assert "Dana Whitfield" not in page

    def test_what_was_agreed_is_said_on_a_page(self, world, raised):
        sam, url = browser(world, "sam"), reverse("pace-answer", args=[raised.pk])
        assert "Dana Whitfield, over pace" in sam.get(url).content.decode()
        assert sam.post(url, {"answer": "", "version": raised.version}).status_code == 422
        said = {"answer": "Two weeks of leave", "version": raised.version}
        assert sam.post(url, said).status_code == 303
        assert "Two weeks of leave" in sam.get(url).content.decode()
        assert browser(world, "dana").get(url).status_code == 404

    def test_by_a_program(self, world, raised, elsewhere):
        said = program(world, "sam").get("/api/v1/pace").json()
        assert said["concerns"][0]["id"] == raised.pk
        mine = [one for one in said["weeks"] if one["person"] == world.people["dana"].pk]
        assert {one["pace"] for one in mine if one["begins_on"] >= "2026-03-02"} == {"over"}
        body, path = {"answer": "Theo helps"}, f"/api/v1/pace/{raised.pk}/answer"
        stranger = program(elsewhere, "olga")
        assert stranger.post(path, body, content_type="application/json").status_code == 404
        answer = program(world, "sam").post(
            path, body, content_type="application/json",
            headers={"If-Match": f'"{raised.version}"'},
        )  # fmt: skip
        assert answer.json()["answer"] == "Theo helps"


def test_the_measure_is_hours_worked_over_hours_due(world):
    log_weeks(world.dana, WEEKS[:1])
    period = Period(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
    ask = Ask(period, NOW, only={"person": world.people["dana"].pk})
    measure = measure_called("pace")
    assert measure.figure(ask).n == 1
    (row,) = measure.rows(ask, "", 10)
    assert (row.value, row.said) == (50 * WHOLE * 10 // 425, "50 h of 42 h 30 m")
    assert measure.breakdown is not None
