"""What else is in somebody's calendar: busy, and no more unless they allow it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from upheld.calendars.models import BusyStretch, CalendarItem
from upheld.calendars.operations.accounts import disconnect_calendar
from upheld.calendars.operations.choosing import choose_calendars
from upheld.calendars.queries.mine import connection_of
from upheld.calendars.tests.calendar_servers import OWN, PLAN, event
from upheld.calendars.tests.conftest import NOW, hours
from upheld.dispatch.busy import without
from upheld.dispatch.operations.blocks import plan_block
from upheld.dispatch.queries.board import board
from upheld.dispatch.queries.promised import planned_between
from upheld.foundation.refusals import Refused
from upheld.foundation.values.period import Period
from upheld.timekeeping.operations.proposals import log_proposal
from upheld.timekeeping.queries.proposals import proposals_of
from upheld.timekeeping.targets import own_work

DENTIST = event("d-1", "20260310T130000Z", "20260310T143000Z")


def busy():
    rows = BusyStretch.objects.order_by("starts_at", "pk")
    return [(f"{one.starts_at:%d %H:%M}", one.title) for one in rows]


def cards(world, who="sam"):
    week = board(world.actors[who], NOW, date(2026, 3, 9), "")
    row = next(one for one in week.rows if one.person == world.people["dana"])
    return [(card.starts, card.item.title, card.may_move) for cell in row.cells
            for card in cell.cards]  # fmt: skip


def test_an_event_is_busy_time_without_its_title(world, server, synced, browser):
    server.put("d.ics", DENTIST)

    synced()

    assert busy() == [("10 13:00", "")]
    assert cards(world) == [("13:00", "Busy", False)]
    page = browser("sam").get("/plan/?week=2026-03-09").content.decode()
    assert "Busy" in page
    assert "Dentist" not in page


def test_titles_are_kept_where_they_are_allowed_and_forgotten_at_once(
    world, server, account, synced
):
    server.put("d.ics", DENTIST)
    written, read = [one.pk for one in connection_of(world.dana).calendars][::-1]

    def choose(*, titles):
        choose_calendars(written=written, read=[read], shows_titles=titles, by=world.dana, at=NOW)

    choose(titles=True)
    synced()
    assert cards(world) == [("13:00", "Dentist", False)]

    choose(titles=False)
    assert busy() == [("10 13:00", "")]
    choose(titles=True)
    synced(5)
    assert busy() == [("10 13:00", "Dentist")]


def test_planning_over_it_is_doubted(world, server, synced):
    server.put("d.ics", DENTIST)
    synced()

    with pytest.raises(Refused) as refused:
        plan_block(
            person=world.people["dana"], period=hours(10, 14, 15), on=own_work("internal"),
            by=world.sam, at=NOW,
        )  # fmt: skip

    assert [one.code for one in refused.value.cautions] == ["overlaps"]
    assert "“Busy”" in refused.value.cautions[0].why


def test_hours_that_are_busy_cannot_be_promised_twice(world, server, plan, synced):
    plan("dana", hours(10, 13, 14))
    server.put("d.ics", DENTIST)
    synced()

    week = Period(NOW, NOW + timedelta(days=5))
    found = planned_between([world.people["dana"].pk], week, "Europe/London")

    assert [(one.kind, one.seconds) for one in found] == [("internal", 3600), ("busy", 1800)]


def test_what_changed_moved_or_went_is_followed(server, synced):
    server.put("d.ics", DENTIST)
    server.put("e.ics", event("e-1", "20260311T090000Z", "20260311T100000Z", "Gym"))
    synced()
    server.put("d.ics", event("d-1", "20260312T130000Z", "20260312T143000Z"))
    server.take_out("Gym", OWN)

    synced(5)

    assert busy() == [("12 13:00", "")]
    assert CalendarItem.objects.count() == 1


def test_a_calendar_that_did_not_change_is_not_read_again(server, synced, monkeypatch):
    from upheld.calendars.servers.server import Server

    server.put("d.ics", DENTIST)
    synced()
    said = []
    for name in ("changes", "between", "contents_of"):
        monkeypatch.setattr(Server, name, lambda *a, name=name: said.append(name))

    synced(5)

    assert said == []


def test_a_series_goes_on_as_the_days_go_by(server, synced):
    server.put("s.ics", event("s-1", "20260105T090000Z", "20260105T091500Z", "Stand-up",
                              "RRULE:FREQ=WEEKLY;BYDAY=MO"))  # fmt: skip
    synced()
    first = BusyStretch.objects.latest("starts_at").starts_at

    synced(7 * 24 * 60 + 10)

    assert BusyStretch.objects.latest("starts_at").starts_at == first + timedelta(days=7)


def test_the_same_event_in_two_calendars_counts_once(world, server, account, synced):
    server.put("d.ics", DENTIST, PLAN)
    server.put("d.ics", DENTIST, OWN)
    both = [one.pk for one in connection_of(world.dana).calendars]
    choose_calendars(written=both[0], read=both, shows_titles=False, by=world.dana, at=NOW)

    synced()
    synced(5)

    assert cards(world) == [("13:00", "Busy", False)]


def test_what_we_wrote_is_not_read_back_as_busy(world, server, account, plan, synced):
    plan("dana", hours(10, 9, 10))
    both = [one.pk for one in connection_of(world.dana).calendars]
    choose_calendars(written=both[1], read=both, shows_titles=False, by=world.dana, at=NOW)
    synced()
    synced(5)
    ((_, text),) = server.files(PLAN).items()
    server.put("copied.ics", text, OWN)
    synced(10)

    assert busy() == []


def test_whole_days_take_the_hours_of_work(world, server, synced):
    server.put("t.ics", event("t-1", "20260310", "20260312", "Trade fair"))
    synced()

    found = planned_between(
        [world.people["dana"].pk], Period(NOW, NOW + timedelta(days=5)), "Europe/London"
    )

    assert {one.day.day for one in found} == {10, 11}
    assert sum(one.seconds for one in found) == 2 * int(8.5 * 3600)


def test_disconnected_nothing_is_left_of_it(world, server, plan, synced, account):
    plan("dana", hours(10, 9, 10))
    server.put("d.ics", DENTIST)
    synced()

    disconnect_calendar(by=world.dana, at=NOW)
    account.refresh_from_db()

    assert busy() == []
    assert account.sealed == ""
    assert set(server.events()) == {"Stock counted"}
    assert cards(world) == [("9:00", "Stock counted", True)]


def test_past_events_and_blocks_are_proposed_and_never_logged(world, server, connect, plan,
                                                               by_itself):  # fmt: skip
    from upheld.calendars.jobs.syncing import sync
    from upheld.timekeeping.models import TimeEntry

    account = connect(server.address, titles=True)
    server.put("d.ics", event("d-1", "20260306T130000Z", "20260306T143000Z", "Rack planning"))
    server.put("w.ics", event("w-1", "20260306", "20260307", "Whole day"))
    plan("dana", hours(6, 9, 10), "Stock counted")
    with_titles = account.shows_titles
    from upheld.calendars.models import CalendarAccount
    from upheld.foundation.tenancy.writing import bookkeeping

    with bookkeeping():
        CalendarAccount.objects.update(again_at=None)
    sync(by=by_itself, at=NOW)

    day = date(2026, 3, 6)
    found = proposals_of(world.people["dana"], world.dana, [day], "Europe/London", NOW)

    assert with_titles
    assert TimeEntry.objects.count() == 0
    assert [(one.why, one.target.title, one.seconds) for one in found] == [
        ("Planned", "Internal: Stock counted", 3600),
        ("In your calendar", "Internal: Rack planning", 5400),
    ]
    entry = log_proposal(key=found[1].key, day=day, by=world.dana, at=NOW)
    assert entry.seconds == 5400
    left = proposals_of(world.people["dana"], world.dana, [day], "Europe/London", NOW)
    assert [one.why for one in left] == ["Planned"]


def test_events_without_titles_are_not_proposed(world, server, synced):
    server.put("d.ics", event("d-1", "20260306T130000Z", "20260306T143000Z", "Rack planning"))
    synced()

    assert proposals_of(world.people["dana"], world.dana, [date(2026, 3, 6)], "UTC", NOW) == []


def test_pieces_are_what_nothing_else_takes():
    whole = hours(10, 9, 12)

    assert without(whole, [hours(10, 10, 11)]) == [hours(10, 9, 10), hours(10, 11, 12)]
    assert without(whole, [hours(10, 8, 10), hours(10, 11.5, 13)]) == [hours(10, 10, 11.5)]
    assert without(whole, [hours(10, 8, 13)]) == []
    assert without(whole, [hours(10, 12, 13)]) == [whole]
