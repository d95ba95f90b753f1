"""A calendar server that is gone, hostile or mad: nothing lost, nothing twice, and said so."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from upheld.calendars.jobs.syncing import look, sync
from upheld.calendars.models import (
    BusyStretch,
    CalendarAccount,
    CalendarItem,
    CalendarNotice,
    KnownCalendar,
    State,
)
from upheld.calendars.operations.accounts import connect_calendar
from upheld.calendars.queries.mine import connection_of
from upheld.calendars.servers.faults import DavFault
from upheld.calendars.servers.line import Account, Line, whole_address
from upheld.calendars.servers.server import spoken_to
from upheld.calendars.tests.calendar_servers import PASSWORD, USER, answering, event
from upheld.calendars.tests.conftest import NOW, hours
from upheld.dispatch.models import PlannedBlock
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping

DENTIST = event("d-1", "20260310T130000Z", "20260310T143000Z")


def speak(address):
    with spoken_to(Account(address, USER, PASSWORD)) as server:
        return server.calendars()


@pytest.fixture
def allowed(settings):
    settings.INSIDE_NETWORKS = ("127.0.0.0/8",)


def recorded(event):
    return RecordEntry.objects.filter(event=event).count()


def test_a_server_that_is_gone_for_an_hour_loses_nothing(server, plan, synced, by_itself):
    plan("dana", hours(10, 13, 15))
    server.put("d.ics", DENTIST)
    synced()
    server.end()
    try:
        plan("dana", hours(11, 13, 15), "Planned meanwhile")
        account = synced(5)
        rests = [account.again_at - NOW - timedelta(minutes=5)]
        rests += [
            synced(minutes).again_at - NOW - timedelta(minutes=minutes) for minutes in (15, 30, 60)
        ]
        assert account.state == State.ON
        assert "Nothing answers at 127.0.0.1" in synced(61).problem
        assert rests == sorted(rests)
        assert BusyStretch.objects.count() == 1
        assert PlannedBlock.objects.filter(dropped_at=None).count() == 2
        assert recorded("calendars.account.failed") == 1
        assert CalendarNotice.objects.count() == 0
    finally:
        server.begin()

    account = synced(70)

    assert account.problem == ""
    assert set(server.events()) == {"Stock counted", "Planned meanwhile"}
    assert len(server.files()) == 2
    assert recorded("calendars.account.recovered") == 1


def test_one_that_rests_is_not_asked(server, account, by_itself):
    with bookkeeping():
        CalendarAccount.objects.update(again_at=NOW + timedelta(minutes=1))

    assert sync(by=by_itself, at=NOW) == "0 of 0 calendars."


def test_a_changed_password_pauses_is_told_once_and_goes_on(world, server, plan, synced, by_itself):
    plan("dana", hours(10, 13, 15))
    synced()
    server.end()
    server.begin("another-password")
    try:
        plan("dana", hours(11, 13, 15), "Planned meanwhile")
        first = synced(5).state
        synced(10)
        synced(15)
        told = list(CalendarNotice.objects.values_list("words", flat=True))
        assert first == State.REFUSED
        assert len(told) == 1
        assert "did not let dana in" in told[0]
        assert PASSWORD not in told[0]
        account = connect_calendar(
            address=server.address, user=USER, password="another-password", by=world.dana,
            at=NOW + timedelta(minutes=20),
        )  # fmt: skip
        look(by=by_itself, at=NOW + timedelta(minutes=20), account_id=account.pk)
        account.refresh_from_db()
        assert account.state == State.ON
        assert set(server.events()) == {"Stock counted", "Planned meanwhile"}
        assert len(server.files()) == 2
    finally:
        server.end()
        server.begin()


def test_a_password_that_was_never_right_is_said(world, server, by_itself):
    account = connect_calendar(
        address=server.address, user=USER, password="wrong", by=world.dana, at=NOW
    )

    look(by=by_itself, at=NOW, account_id=account.pk)

    account.refresh_from_db()
    assert account.state == State.REFUSED
    assert "app password" in account.problem


HTML = b"<html><body>Please sign in</body></html>"
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
EMPTY = b'<d:multistatus xmlns:d="DAV:"></d:multistatus>'


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, HTML, "shows no calendar|answered 200"),
        (207, HTML, "not about calendars"),
        (207, b"<d:multistatus xmlns:d='DAV:'><d:resp", "no XML"),
        (207, BOMB, "no XML"),
        (207, b"", "no XML"),
        (207, EMPTY, "shows no calendar"),
        (207, b"\xff\xfe<", "no XML"),
        (404, b"", "not there"),
        (500, b"", "answered 500"),
        (503, b"", "answered 503"),
        (401, b"", "did not let dana in"),
    ],
)
def test_nonsense_is_said_to_be_nonsense(status, body, says):
    with answering(status, body) as (address, _), pytest.raises(DavFault, match=says):
        speak(address)


@pytest.mark.usefixtures("allowed")
def test_an_answer_of_fifty_megabytes_is_not_held():
    began = time.monotonic()
    with (
        answering(207, b"x" * 1_000_000, chunks=50) as (address, _),
        pytest.raises(DavFault, match="more than 10 MB"),
    ):
        speak(address)

    assert time.monotonic() - began < 30


@pytest.mark.usefixtures("allowed")
def test_half_an_answer_is_none():
    with (
        answering(207, EMPTY * 3, cut=20) as (address, _),
        pytest.raises(DavFault, match="broke off"),
    ):
        speak(address)


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("to", ["http://10.0.0.8/", "http://169.254.169.254/x", "https://127.0.0.1/",
                                "//evil.example/", "http://127.0.0.1:1/"])  # fmt: skip
def test_nobody_is_sent_anywhere_else(to):
    """Wherever a server points, the password goes to the host that was entered and to no other."""
    with (
        answering(302, headers={"Location": to}) as (address, asked),
        pytest.raises(DavFault, match="sends us on"),
    ):
        speak(address)

    assert len(asked) == 1


@pytest.mark.usefixtures("allowed")
def test_redirects_in_a_circle_end():
    with (
        answering(301, headers={"Location": "/again/"}) as (address, asked),
        pytest.raises(DavFault, match="redirect"),
    ):
        speak(address)

    assert len(asked) < 10


def test_what_is_inside_is_not_reached_unless_it_is_allowed(settings):
    settings.INSIDE_NETWORKS = ()
    with answering(207, EMPTY) as (address, asked), pytest.raises(Refused) as refused:
        speak(address)

    assert refused.value.code == "host_inside"
    assert asked == []
    assert django_settings.INSIDE_NETWORKS == ()


@pytest.mark.usefixtures("allowed")
def test_a_password_goes_nowhere_without_encryption_but_inside(monkeypatch):
    from ipaddress import ip_address

    from upheld.calendars.servers import line

    monkeypatch.setattr(line, "addresses_of", lambda *_: [ip_address("93.184.216.34")])
    with pytest.raises(DavFault, match="without encryption"):
        Line(Account("http://dav.example.com/", USER, PASSWORD))


@pytest.mark.parametrize("typed", ["", "ftp://x/", "http://", "https://[x", "https://é.example/",
                                   "https://x:99999999/"])  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(DavFault):
        whole_address(typed)


def test_a_bare_host_is_spoken_to_under_tls():
    assert whole_address(" dav.example.com ") == "https://dav.example.com/"


def test_mad_events_are_left_out_and_the_others_read(world, server, account, synced, monkeypatch):
    from upheld.calendars.servers.server import Content, Server

    server.put("good.ics", DENTIST)
    for number in range(6):
        server.put(f"bad{number}.ics", event(f"b-{number}", "20260311T090000Z", "20260311T100000Z"))
    mad = [
        b"<html>", event("b", "00010101T000000Z", "99991231T000000Z").encode(),
        event("b", "20260311T090000Z", "20260311T100000Z", "x", "RRULE:FREQ=SECONDLY").encode(),
        b"x" * 2_000_000, event("b", "20260311T100000Z", "20260311T090000Z").encode(),
        event("", "20260311T150000Z", "20260311T160000Z").encode(),
    ]  # fmt: skip
    read = Server.contents_of

    def madly(self, url, things):
        for found in read(self, url, things):
            yield {
                thing: Content(one.etag, mad[int(thing[-5])]) if "bad" in thing else one
                for thing, one in found.items()
            }

    monkeypatch.setattr(Server, "contents_of", madly)
    synced()

    starts = sorted(f"{one.starts_at:%d %H}" for one in BusyStretch.objects.all())
    assert starts == ["10 13", "11 15"]
    assert connection_of(world.dana).unreadable == 5
    assert CalendarItem.objects.count() == 7


def test_what_a_server_leaves_unsaid_is_neither_changed_nor_gone(server, plan, synced, monkeypatch):
    from upheld.calendars.servers.server import Server

    plan("dana", hours(10, 13, 15))
    synced()
    server.put("other.ics", DENTIST, "/dana/plan/")
    monkeypatch.setattr(Server, "marks_of", lambda *_: {})

    synced(5)

    assert PlannedBlock.objects.get().stands
    monkeypatch.undo()
    synced(10)
    assert set(server.events()) == {"Stock counted", "Dentist"}


def test_a_calendar_that_is_gone_takes_nothing_from_the_plan(server, plan, synced):
    plan("dana", hours(10, 13, 15))
    synced()
    server.say("DELETE", "/dana/plan/")

    account = synced(5)

    assert "not there any more" in account.problem
    assert PlannedBlock.objects.get().stands


def test_one_calendar_in_trouble_keeps_no_other_waiting(
    world, server, account, plan, by_itself, synced
):
    with answering(500) as (address, _):
        other = connect_calendar(address=address, user="theo", password="x", by=world.theo, at=NOW)
        with bookkeeping():
            KnownCalendar(
                account=other, url=f"{address}x/", name="X", may_write=True, is_written=True
            ).save()
            CalendarAccount.objects.filter(pk=other.pk).update(state=State.ON)
        plan("dana", hours(10, 13, 15))
        synced()

    assert set(server.events()) == {"Stock counted"}
    other.refresh_from_db()
    assert "answered 500" in other.problem


def test_a_token_that_the_server_forgot_is_no_loss(server, synced):
    server.put("d.ics", DENTIST)
    synced()
    with bookkeeping():
        KnownCalendar.objects.filter(is_read=True).update(token="sync http://x/ns/sync/forgotten")
    server.put("e.ics", event("e-1", "20260311T090000Z", "20260311T100000Z"))

    synced(5)

    assert BusyStretch.objects.count() == 2


def test_a_server_without_tokens_is_compared_by_its_marks(server, synced, monkeypatch):
    from upheld.calendars.servers.server import Server

    marks = iter(range(1000))
    monkeypatch.setattr(Server, "mark", lambda *_: f"ctag {next(marks)}")
    server.put("d.ics", DENTIST)
    synced()
    server.put("e.ics", event("e-1", "20260311T090000Z", "20260311T100000Z"))
    synced(5)
    server.say("DELETE", "/dana/own/d.ics")

    synced(10)

    assert [f"{one.starts_at:%d}" for one in BusyStretch.objects.all()] == ["11"]


def test_the_password_is_kept_sealed_and_told_nobody(world, server, account, browser):
    page = browser("dana").get("/my-calendar").content.decode()

    assert PASSWORD not in account.sealed
    assert PASSWORD not in page
    assert PASSWORD not in repr(Account(server.address, USER, PASSWORD))
    assert PASSWORD not in str(list(RecordEntry.objects.values_list("body", flat=True)))
