"""The feed of a plan, as a calendar meets it: without a sign-in, by its secret."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from tests.acme import acme

from upheld.calendars.models import CalendarFeed
from upheld.calendars.operations.feed import make_feed
from upheld.calendars.tests.conftest import NOW, hours
from upheld.calendars.views import feed as feed_view
from upheld.desk.operations.recurring_tickets import RecurringWords, keep_recurring
from upheld.desk.operations.ticket_templates import TemplateWords, keep_template
from upheld.desk.rules.recurrence import Recurrence, Unit
from upheld.dispatch.operations.blocks import drop_block, move_block
from upheld.foundation.models import RecordEntry
from upheld.people.operations.people import deactivate_person
from upheld.people.operations.working_time import enter_leave
from upheld.selling.operations.deals import open_deal
from upheld.selling.operations.meetings import MeetingPlan, cancel_meeting, plan_meeting

__all__ = ["acme"]


def made(world, who="dana", detail="all") -> str:
    secret = make_feed(detail=detail, by=world.actors[who], at=NOW)
    return f"/calendar/{secret}.ics"


def read(url, **headers):
    return Client(headers=headers).get(url)


def events(url):
    answer = read(url)
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(one["summary"]): one for one in calendar.walk("VEVENT")}


@pytest.fixture
def meeting(world, acme):
    deal = open_deal(
        company=acme, title="Workplaces", owner=world.people["lena"], one_off_minor=1000,
        by=world.lena, at=NOW,
    )  # fmt: skip
    plan = MeetingPlan(
        title="First call", starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=1), place="At theirs",
    )  # fmt: skip
    return plan_meeting(
        deal=deal, plan=plan, seats={world.people["dana"]: "active"}, by=world.lena, at=NOW
    )


def test_a_plan_is_read_by_its_secret_without_a_cookie(world, plan, meeting, settings):
    settings.PUBLIC_URL = "https://upheld.example"
    block = plan("dana", hours(10, 13, 15), "Racks tidied")
    plan("theo", hours(10, 13, 15), "Theo's alone")
    enter_leave(
        person=world.people["dana"], first_on=date(2026, 4, 6), last_on=date(2026, 4, 7),
        by=world.ana, at=NOW,
    )  # fmt: skip
    url = made(world)

    answer = read(url)
    found = events(url)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert set(found) == {"Racks tidied", f"First call · {meeting.deal.company.name}", "On leave"}
    racks = found["Racks tidied"]
    assert str(racks["uid"]) == block.uid
    assert racks["dtstart"].dt == block.starts_at
    assert racks["dtend"].dt == block.ends_at
    assert racks["last-modified"].dt == block.changed_at
    assert str(racks["url"]) == f"https://upheld.example/plan/blocks/{block.number}"
    leave = found["On leave"]
    assert (leave["dtstart"].dt, leave["dtend"].dt) == (date(2026, 4, 6), date(2026, 4, 8))


def test_an_entry_keeps_its_name_and_says_that_it_changed(world, plan):
    block = plan("dana", hours(10, 13, 15))
    url = made(world)
    before = events(url)["Stock counted"]

    moved = move_block(
        block=block, period=hours(11, 9, 10), by=world.sam, at=NOW + timedelta(minutes=5),
        setting_aside=frozenset({"overlaps"}),
    )  # fmt: skip

    after = events(url)["Stock counted"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["last-modified"].dt == NOW + timedelta(minutes=5)
    drop_block(block=moved, by=world.sam, at=NOW)
    assert events(url) == {}


def test_what_is_called_off_is_gone(world, meeting):
    url = made(world)
    assert len(events(url)) == 1

    cancel_meeting(meeting=meeting, reason="Ill", by=world.lena, at=NOW)

    assert events(url) == {}


def test_hours_stay_on_the_clock_when_the_clocks_change(world, acme, plan):
    london = ZoneInfo("Europe/London")
    plan("dana", hours(27, 14, 15), "Before")
    plan("dana", hours(30, 13, 14), "After")
    template = keep_template(words=TemplateWords(name="Visit", title="Weekly visit"), by=world.sam,
                             at=NOW)  # fmt: skip
    keep_recurring(
        words=RecurringWords(
            template=template, company=acme, assignee=world.people["dana"], minute=8 * 60,
            rule=Recurrence(Unit.WEEK, date(2026, 3, 13), 1, (4,), until_on=date(2026, 4, 10)),
        ), by=world.sam, at=NOW,
    )  # fmt: skip
    answer: list[Any] = icalendar.Calendar.from_ical(read(made(world)).content).walk("VEVENT")

    clocks = {
        (str(one["summary"]).split(" ·")[0], one["dtstart"].dt.astimezone(london).strftime("%H:%M"))
        for one in answer
    }
    visits = [one for one in answer if str(one["summary"]).startswith("Weekly visit")]
    assert clocks == {("Before", "14:00"), ("After", "14:00"), ("Weekly visit", "08:00")}
    assert len({str(one["uid"]) for one in visits}) == len(visits) == 5


@pytest.mark.parametrize(
    ("detail", "says"),
    [("titles", {"First call · Acme Manufacturing"}), ("busy", {"Busy"})],
)
def test_a_feed_tells_no_more_than_was_set(world, meeting, detail, says, settings):
    settings.PUBLIC_URL = "https://upheld.example"
    meeting.deal.company.refresh_from_db()
    url = made(world, detail=detail)
    text = read(url).content.decode()

    if detail == "busy":
        assert set(events(url)) == says
        assert "Acme" not in text
        assert "First call" not in text
    assert "At theirs" not in text
    assert "upheld.example" not in text


def test_only_what_is_near_is_told(world, plan):
    plan("dana", hours(1, 9, 10, month=12), "In December", at=NOW)
    for days, title in ((-100, "Long over"), (-80, "Lately"), (380, "Far off")):
        plan("dana", hours(9, 9 + days * 24, 10 + days * 24), title)

    assert set(events(made(world))) == {"In December", "Lately"}


def test_a_new_address_ends_the_old_one_at_once(world, browser):
    first = made(world)
    assert read(first).status_code == 200

    answer = browser("dana").post("/my-calendar", {"detail": "all"})

    (second, *_) = re.findall(r"/calendar/[^\"<\s]+\.ics", answer.content.decode())
    assert second != first
    assert read(first).status_code == 404
    assert read(second).status_code == 200
    assert second not in browser("dana").get("/my-calendar").content.decode()
    word = second.removeprefix("/calendar/").removesuffix(".ics")
    assert word not in str(list(RecordEntry.objects.values_list("body", flat=True)))
    assert not CalendarFeed.objects.filter(secret_hash__contains=word).exists()


def test_turned_off_it_answers_nobody(world, browser):
    url = made(world)

    browser("dana").post("/my-calendar/feed/end")

    assert read(url).status_code == 404
    assert not read(url).cookies
    assert "Make my address" in browser("dana").get("/my-calendar").content.decode()


def test_who_has_left_is_read_no_more(world):
    url = made(world, "theo")

    deactivate_person(person=world.people["theo"], last_day=NOW.date(), by=world.ana, at=NOW)

    assert read(url).status_code == 404


@pytest.mark.parametrize("secret", ["1-nothing", "x", "999999999999-a", "1-", "é-a", "9" * 200])
def test_no_other_address_answers(world, secret):
    made(world)
    answer = read(f"/calendar/{secret}.ics")

    assert answer.status_code == 404
    assert not answer.cookies


def test_another_providers_feed_tells_their_plan_alone(world, elsewhere, plan):
    plan("dana", hours(10, 9, 10))
    number = made(world).removeprefix("/calendar/").split("-", 1)

    answer = read(f"/calendar/{elsewhere.provider.pk}-{number[1]}")

    assert answer.status_code == 404


def test_who_has_it_already_is_told_so(world, plan):
    block = plan("dana", hours(10, 9, 10))
    url = made(world)
    etag = read(url).headers["ETag"]

    again = read(url, **{"If-None-Match": etag})
    move_block(block=block, period=hours(10, 10, 11), by=world.sam, at=NOW)
    changed = read(url, **{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_a_calendar_that_runs_wild_is_slowed_down(world, monkeypatch):
    monkeypatch.setattr(feed_view, "MOST_AN_HOUR", 3)
    url, other = made(world), made(world, "sam")

    answers = [read(url) for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"]
    assert read(other).status_code == 200


def test_a_feed_reads_no_more_rows_for_a_longer_plan(world, plan, questions):
    url = made(world)
    for day in range(10, 13):
        plan("dana", hours(day, 9, 10), f"On the {day}.")
    read(url)
    with questions() as few:
        read(url)
    for day in range(13, 28):
        plan("dana", hours(day, 9, 10), f"On the {day}.")
    with questions() as many:
        read(url)

    assert len(many) == len(few) < 10


def test_when_it_was_last_read_is_shown(world, browser):
    url = made(world)
    assert "No calendar has read it yet" in browser("dana").get("/my-calendar").content.decode()

    read(url)

    assert "A calendar last read it" in browser("dana").get("/my-calendar").content.decode()


def test_how_much_it_tells_is_changed_without_a_new_address(world, plan, browser):
    plan("dana", hours(10, 9, 10))
    url = made(world)

    browser("dana").post("/my-calendar/feed/detail", {"detail": "busy"})
    refused = browser("dana").post("/my-calendar/feed/detail", {"detail": "nonsense"})

    assert set(events(url)) == {"Busy"}
    assert refused.status_code == 422


def test_programs_have_the_same(world, plan, program):
    plan("dana", hours(10, 9, 10))
    dana = program("dana")
    none = dana.get("/api/v1/my-calendar/feed").json()
    kept = dana.post("/api/v1/my-calendar/feed", {}, content_type="application/json",
                     headers={"Idempotency-Key": "k"})  # fmt: skip

    answer = dana.post(
        "/api/v1/my-calendar/feed", {"detail": "busy"}, content_type="application/json"
    )

    assert none == {"is_on": False, "detail": "all", "made_at": None, "read_at": None}
    assert (kept.status_code, kept.json()["code"]) == (409, "secret_not_kept")
    assert answer.status_code == 201
    url = "/calendar/" + answer.json()["address"].rpartition("/")[2]
    assert set(events(url)) == {"Busy"}
    changed = dana.patch(
        "/api/v1/my-calendar/feed", {"detail": "titles"}, content_type="application/json"
    )
    assert changed.json()["detail"] == "titles"
    assert set(events(url)) == {"Stock counted"}
    assert dana.delete("/api/v1/my-calendar/feed").json()["is_on"] is False
    assert read(url).status_code == 404


def test_no_sign_breaks_the_calendar(world, plan):
    plan("dana", hours(10, 9, 10), "Racks; tidied, \\n and\tmore é€😀" + "long " * 20)
    found = list(events(made(world)))

    assert found[0].startswith("Racks; tidied, \\n and")
    assert "é€😀" in found[0]
