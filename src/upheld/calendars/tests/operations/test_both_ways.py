"""A plan and a calendar at a real server: what changes on one side changes on the other, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from upheld.calendars.jobs import writing
from upheld.calendars.models import CalendarNotice, SentEntry, State
from upheld.calendars.operations.choosing import write_again
from upheld.calendars.servers.server import Server
from upheld.calendars.tests.calendar_servers import OWN, PLAN
from upheld.calendars.tests.conftest import NOW, hours
from upheld.dispatch.models import PlannedBlock
from upheld.dispatch.operations.blocks import drop_block, move_block
from upheld.foundation.models import RecordEntry

EVERY = frozenset({"overlaps", "outside_hours", "day_overfull", "on_leave", "already_over"})


def told(world, who="dana"):
    return [one.words for one in CalendarNotice.objects.filter(person=world.people[who])]


def lies(block):
    block.refresh_from_db()
    return block.starts_at, block.ends_at, block.title, block.stands


def test_a_block_is_written_moved_and_deleted_there(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15), "Racks tidied")
    plan("theo", hours(10, 13, 15), "Theo's alone")

    synced()
    written = server.events()
    synced(5)
    moved = move_block(block=block, period=hours(11, 9, 10), by=world.sam,
                       at=NOW + timedelta(minutes=6), setting_aside=EVERY)  # fmt: skip
    synced(10)
    after = server.events()
    drop_block(block=moved, by=world.sam, at=NOW + timedelta(minutes=11))
    synced(15)

    assert set(written) == {"Racks tidied"}
    assert str(written["Racks tidied"]["uid"]) == block.uid
    assert after["Racks tidied"]["dtstart"].dt == hours(11, 9, 10).start
    assert after["Racks tidied"]["sequence"] > written["Racks tidied"]["sequence"]
    assert server.events() == {}
    assert told(world) == []


def test_what_is_as_it_was_is_not_written_again(server, plan, synced, monkeypatch):
    plan("dana", hours(10, 13, 15))
    synced()
    synced(5)
    said: list[str] = []
    monkeypatch.setattr(Server, "put", lambda _server, url, *_: said.append(url))

    synced(10)
    synced(15)

    assert said == []


def test_a_block_moved_in_the_calendar_moves_in_the_plan(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    synced()

    server.change("Stock counted", dtstart="20260311T140000Z", dtend="20260311T163000Z")
    synced(5)

    assert lies(block)[:2] == (hours(11, 14, 16.5).start, hours(11, 14, 16.5).end)
    entry = RecordEntry.objects.filter(event="dispatch.block.moved").get()
    assert entry.person_id == world.people["dana"].pk
    synced(10)
    assert server.events()["Stock counted"]["dtstart"].dt == hours(11, 14, 15).start
    assert PlannedBlock.objects.count() == 1


def test_a_title_changed_there_is_changed_here(server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    synced()

    server.change("Stock counted", summary="Stock counted twice")
    synced(5)

    assert lies(block)[2] == "Stock counted twice"


def test_a_block_deleted_in_the_calendar_is_taken_from_the_plan(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    plan("dana", hours(10, 16, 17), "Stays")
    synced()

    server.take_out("Stock counted")
    synced(5)
    synced(10)

    assert lies(block)[3] is False
    block.refresh_from_db()
    assert block.dropped_by == world.people["dana"]
    assert set(server.events()) == {"Stays"}


def test_the_newer_of_two_changes_wins_and_the_other_is_told(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15), by=world.sam)
    other = plan("dana", hours(12, 13, 15), "Other", by=world.sam)
    synced()
    for one, title in ((block, "Stock counted"), (other, "Other")):
        move_block(block=one, period=hours(11 if one is block else 13, 9, 10), by=world.sam,
                   at=NOW + timedelta(minutes=10), setting_aside=EVERY)  # fmt: skip
        changed = "20260309T090500Z" if one is block else "20260309T091500Z"
        server.change(title, dtstart="20260310T160000Z", dtend="20260310T170000Z",
                      last_modified=changed)  # fmt: skip

    synced(20)

    assert lies(block)[0] == hours(11, 9, 10).start
    assert server.events()["Stock counted"]["dtstart"].dt == hours(11, 9, 10).start
    assert ["was not taken over" in one for one in told(world)] == [True]
    assert lies(other)[0] == hours(10, 16, 17).start
    assert ["lies now as the calendar says" in one for one in told(world, "sam")] == [True]


def test_a_clock_that_is_ahead_wins_no_more_than_it_may(world, server, plan, synced):
    """A change after ours is the newer one, whatever year a calendar believes it to be."""
    block = plan("dana", hours(10, 13, 15))
    synced()
    server.change("Stock counted", dtstart="20260310T160000Z", dtend="20260310T170000Z",
                  last_modified="20990101T000000Z")  # fmt: skip
    move_block(block=block, period=hours(11, 9, 10), by=world.sam, at=NOW + timedelta(minutes=20),
               setting_aside=EVERY)  # fmt: skip

    synced(20)

    assert lies(block)[0] == hours(11, 9, 10).start


def test_taken_from_the_plan_stays_taken_though_it_was_moved_there(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    synced()
    server.change("Stock counted", dtstart="20260310T160000Z", dtend="20260310T170000Z")
    drop_block(block=block, by=world.sam, at=NOW + timedelta(minutes=1))

    synced(5)

    assert server.events() == {}
    assert lies(block)[3] is False
    assert len(told(world)) == 1


def test_moved_work_is_written_again_though_it_was_deleted_there(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    synced()
    server.take_out("Stock counted")
    move_block(block=block, period=hours(11, 9, 10), by=world.sam, at=NOW + timedelta(minutes=1),
               setting_aside=EVERY)  # fmt: skip

    synced(5)

    assert server.events()["Stock counted"]["dtstart"].dt == hours(11, 9, 10).start
    assert len(told(world)) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"dtstart": "20260310T130000Z", "dtend": "20260312T150000Z"}, "24 hours"),
        ({"dtstart": "20260310T130000Z\r\nRRULE:FREQ=DAILY"}, "repeat"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_put_back_and_told(world, server, plan, synced, change, why):
    block = plan("dana", hours(10, 13, 15))
    synced()
    server.change("Stock counted", **change)

    synced(5)
    synced(10)

    assert lies(block)[:2] == (hours(10, 13, 15).start, hours(10, 13, 15).end)
    event = server.events()["Stock counted"]
    assert event["dtend"].dt == hours(10, 13, 15).end
    assert "RRULE" not in event
    assert len(told(world)) == 1
    assert why in told(world)[0]


def test_two_calendars_that_lost_everything_take_nothing_from_the_plan(world, server, plan, synced):
    blocks = [plan("dana", hours(10, 8 + one, 9 + one), f"Work {one}") for one in range(4)]
    synced()
    server.clear()

    account = synced(5)

    assert account.state == State.HELD
    assert all(lies(one)[3] for one in blocks)
    assert len(told(world)) == 1
    synced(10)
    assert server.events() == {}
    write_again(by=world.dana, at=NOW)
    synced(15)
    assert len(server.events()) == 4


@pytest.mark.parametrize("step", ["claim_entry", "note_agreed"])
def test_a_fault_between_the_two_sides_leaves_one_of_each(server, plan, synced, monkeypatch, step):
    """Whatever ends a worker before, or just after, something was written."""
    plan("dana", hours(10, 13, 15))
    broken = getattr(writing, step)

    def ends(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, step, ends)
    with pytest.raises(KeyboardInterrupt):
        synced()
    monkeypatch.setattr(writing, step, broken)

    synced(30)
    synced(60)

    assert len(server.files()) == 1
    assert SentEntry.objects.get().agreed
    assert PlannedBlock.objects.get().stands


def test_a_change_that_was_not_noted_is_taken_over_once(server, plan, synced, monkeypatch):
    block = plan("dana", hours(10, 13, 15))
    synced()
    server.change("Stock counted", dtstart="20260311T140000Z", dtend="20260311T160000Z")
    taken: Any = vars(writing)["take_change"]

    def taken_and_ended(**named: object) -> None:
        taken(**named)
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "take_change", taken_and_ended)
    with pytest.raises(KeyboardInterrupt):
        synced(5)
    monkeypatch.setattr(writing, "take_change", taken)
    synced(35)

    assert lies(block)[0] == hours(11, 14, 16).start
    assert RecordEntry.objects.filter(event="dispatch.block.moved").count() == 1


def test_a_move_of_ours_that_was_not_noted_is_not_taken_for_theirs(
    world, server, plan, synced, monkeypatch
):
    block = plan("dana", hours(10, 13, 15))
    synced()
    block = move_block(block=block, period=hours(11, 9, 10), by=world.sam,
                       at=NOW + timedelta(minutes=1), setting_aside=EVERY)  # fmt: skip
    noted: Any = vars(writing)["note_agreed"]
    monkeypatch.setattr(writing, "note_agreed", lambda **_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        synced(5)
    monkeypatch.setattr(writing, "note_agreed", noted)
    move_block(block=block, period=hours(12, 9, 10), by=world.sam, at=NOW + timedelta(minutes=6),
               setting_aside=EVERY)  # fmt: skip

    synced(35)

    assert server.events()["Stock counted"]["dtstart"].dt == hours(12, 9, 10).start
    assert told(world) == told(world, "sam") == []


def test_an_event_put_elsewhere_by_its_calendar_is_known_by_its_name(server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    synced()
    ((name, text),) = server.files().items()
    server.say("DELETE", f"{PLAN}{name}")
    server.put("moved-by-a-program.ics", text.replace("130000Z", "140000Z"), PLAN)

    synced(5)
    synced(10)

    assert lies(block)[3]
    assert lies(block)[0] == hours(10, 14, 15).start
    assert len(server.files()) == 1


def test_somebody_elses_event_in_the_same_calendar_is_left_alone(server, plan, synced):
    from upheld.calendars.tests.calendar_servers import event

    plan("dana", hours(10, 13, 15))
    server.put("own.ics", event("x", "20260310T090000Z", "20260310T100000Z"), PLAN)
    synced()
    synced(5)

    assert set(server.events()) == {"Stock counted", "Dentist"}
    assert PlannedBlock.objects.count() == 1
    assert server.files(OWN) == {}


def test_a_block_given_to_somebody_else_leaves_the_calendar(world, server, plan, synced):
    block = plan("dana", hours(10, 13, 15))
    synced()

    move_block(block=block, person=world.people["theo"], by=world.sam, at=NOW, setting_aside=EVERY)
    synced(5)

    assert server.events() == {}
    assert lies(block)[3]
