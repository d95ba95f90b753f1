"""One's own calendar server on its page and by programs."""

from __future__ import annotations

from upheld.calendars.jobs.syncing import look
from upheld.calendars.models import CalendarAccount, CalendarNotice, KnownCalendar, State
from upheld.calendars.tests.calendar_servers import PASSWORD, USER
from upheld.calendars.tests.conftest import NOW, hours
from upheld.foundation.jobs.declaring import load_jobs
from upheld.foundation.models.jobs import Job
from upheld.foundation.tenancy.writing import bookkeeping

PAGE = "/my-calendar"


def text(client, url=PAGE):
    return client.get(url).content.decode()


def test_a_calendar_is_connected_chosen_and_left_by_its_page(world, server, browser, by_itself):
    dana = browser("dana")
    assert "Connect my calendar" in text(dana)

    gone = dana.post(
        f"{PAGE}/connection", {"address": server.address, "user": USER, "password": PASSWORD}
    )
    account = CalendarAccount.objects.get()
    assert gone.status_code == 303
    assert "Being looked at" in text(dana)
    assert [job.code for job in Job.objects.filter(code__startswith="calendars")] == [
        "calendars.look"
    ]
    look(by=by_itself, at=NOW, account_id=account.pk)
    assert "Nothing chosen yet" in text(dana)

    form = text(dana, f"{PAGE}/connection/choice")
    known = {one.name: one.pk for one in KnownCalendar.objects.all()}
    assert set(known) == {"Plan", "Own"}
    assert form.count('name="read"') == 2
    dana.post(f"{PAGE}/connection/choice", {"written": known["Plan"], "read": [known["Own"]]})
    page = text(dana)
    assert "Connected" in page
    assert "Not kept" in page
    dana.post(f"{PAGE}/connection/look")
    dana.post(f"{PAGE}/connection/end")
    assert "Connect my calendar" in text(dana)
    account.refresh_from_db()
    assert (account.state, account.sealed) == (State.ENDED, "")


def test_what_is_wrong_is_said_in_the_form(world, browser):
    dana = browser("dana")

    refused = dana.post(f"{PAGE}/connection", {"address": "ftp://x", "user": "a:b"})
    nothing = dana.post(f"{PAGE}/connection/choice", {"written": "1"})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Enter one such as https://dav.example.com/." in page
    assert "ftp://x" in page
    assert nothing.status_code == 409


def test_nobody_chooses_somebody_elses_calendar(world, account, browser, server):
    other = KnownCalendar.objects.values_list("pk", flat=True)[0]
    theo = browser("theo")
    theo.post(f"{PAGE}/connection", {"address": server.address, "user": USER, "password": PASSWORD})
    with bookkeeping():
        CalendarAccount.objects.filter(person=world.people["theo"]).update(state=State.CHOOSING)

    answers = [
        theo.post(f"{PAGE}/connection/choice", {"written": other}),
        theo.post(f"{PAGE}/connection/choice", {"read": [other]}),
    ]

    assert [one.status_code for one in answers] == [422, 422]


def test_what_was_told_waits_until_it_was_read(world, account, browser):
    with bookkeeping():
        CalendarNotice(person=world.people["dana"], words="It was put back.", told_at=NOW).save()
    dana = browser("dana")
    assert "It was put back." in text(dana, "/waiting")
    assert "It was put back." not in text(browser("sam"), "/waiting")

    dana.post(f"{PAGE}/notices")

    assert "It was put back." not in text(dana, "/waiting")
    assert "It was put back." not in text(dana)


def test_programs_connect_choose_and_leave(world, server, program, by_itself):
    dana = program("dana")
    at = "/api/v1/my-calendar/connection"
    json = {"content_type": "application/json"}
    assert dana.get(at).json()["state"] == "ended"

    sent = {"address": server.address, "user": USER, "password": PASSWORD}
    made = dana.put(at, sent, **json)
    assert (made.status_code, made.json()["state"]) == (200, "looking")
    assert PASSWORD not in made.content.decode()
    early = dana.post(f"{at}/choice", {"read": []}, **json)
    assert (early.status_code, early.json()["code"]) == (409, "calendar_not_there")
    look(by=by_itself, at=NOW, account_id=CalendarAccount.objects.get().pk)
    known = {one["name"]: one["id"] for one in dana.get(at).json()["calendars"]}
    chosen = dana.post(f"{at}/choice", {"written": known["Plan"], "read": [known["Own"]]}, **json)
    assert chosen.json()["state"] == "on"
    assert dana.post(f"{at}/look", {}, **json).status_code == 200
    assert dana.post(f"{at}/again", {}, **json).status_code == 200
    assert dana.delete(at).json()["state"] == "ended"
    assert dana.delete(at).json()["code"] == "no_calendar"


def test_the_page_asks_no_more_for_a_longer_plan(world, account, plan, browser, questions):
    dana = browser("dana")
    text(dana)
    with questions() as few:
        text(dana)
    for day in range(10, 20):
        plan("dana", hours(day, 9, 10))
    with questions() as many:
        text(dana)

    assert len(many) == len(few)


def test_calendars_are_looked_into_by_themselves():
    assert "calendars.sync" in {one.code for one in load_jobs()}
