"""What a calendar holds, well meant or not."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.calendars.rules.reading import NotReadable, read_ours, read_thing
from upheld.foundation.values.period import Period

WINDOW = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC))
LONDON = "Europe/London"


def written(*lines: str, more: str = "") -> bytes:
    inside = ["BEGIN:VEVENT", *lines, "END:VEVENT"]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *inside, "END:VCALENDAR", ""])
    return (text.replace("END:VCALENDAR", f"{more}END:VCALENDAR")).encode()


def read(*lines: str, zone: str = LONDON, more: str = ""):
    return read_thing(written(*lines, more=more), WINDOW, zone).stretches


def starts(*lines: str, **more):
    return [f"{one.period.start:%m-%d %H:%M}" for one in read(*lines, **more)]


def test_an_appointment_takes_its_time():
    (one,) = read(
        "UID:a", "DTSTART:20260310T090000Z", "DTEND:20260310T100000Z", "SUMMARY:Dentist\\, again"
    )

    assert one.uid == "a"
    assert one.title == "Dentist, again"
    assert one.period.seconds == 3600


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_is_free_or_called_off_takes_none(line):
    assert read("UID:a", "DTSTART:20260310T090000Z", "DTEND:20260310T100000Z", line) == ()


def test_hours_of_a_zone_stay_on_its_clock_when_the_clocks_change():
    found = starts(
        "UID:a", "DTSTART;TZID=Europe/London:20260323T090000",
        "DTEND;TZID=Europe/London:20260323T100000", "RRULE:FREQ=WEEKLY;COUNT=3",
    )  # fmt: skip

    assert found == ["03-23 09:00", "03-30 08:00", "04-06 08:00"]


def test_hours_without_a_zone_are_where_the_person_is():
    assert starts("UID:a", "DTSTART:20260401T090000", "DURATION:PT30M") == ["04-01 08:00"]
    there = starts("UID:a", "DTSTART:20260401T090000", "DURATION:PT30M", zone="America/New_York")
    assert there == ["04-01 13:00"]


def test_whole_days_are_days_of_where_the_person_is():
    (one,) = read("UID:a", "DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260330")

    assert one.is_whole_days
    assert one.period.seconds == 23 * 3600


def test_one_day_of_a_series_can_be_another_or_left_out():
    other = (
        "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20260311T090000Z\r\n"
        "DTSTART:20260311T150000Z\r\nDTEND:20260311T160000Z\r\nEND:VEVENT\r\n"
    )
    found = starts(
        "UID:a", "DTSTART:20260310T090000Z", "DTEND:20260310T100000Z",
        "RRULE:FREQ=DAILY;UNTIL=20260313T090000Z", "EXDATE:20260312T090000Z", more=other,
    )  # fmt: skip

    assert sorted(found) == ["03-10 09:00", "03-11 15:00", "03-13 09:00"]


def test_a_series_that_began_long_ago_is_still_there():
    found = starts("UID:a", "DTSTART:20100104T090000Z", "DTEND:20100104T091500Z",
                   "RRULE:FREQ=WEEKLY;BYDAY=MO")  # fmt: skip

    assert found[:2] == ["03-02 09:00", "03-09 09:00"]
    assert len(found) == 9


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:00010101T000000Z", "DTEND:99991231T235959Z"),
        ("DTSTART:99991231T235959Z",),
        ("DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=YEARLY"),
        ("DTSTART:20260310T090000Z", "DTEND:20260310T080000Z"),
        ("DTSTART:20260310T090000Z", "DTEND;VALUE=DATE:20260311"),
        ("DTSTART:nonsense",),
        ("SUMMARY:No time at all",),
        ("DTSTART:20260310T090000Z", "RRULE:FREQ=SECONDLY"),
        ("DTSTART:20260310T090000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1,2,3"),
        ("DTSTART:20260310T090000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"),
        ("DTSTART:20260310T090000Z", "RRULE:FREQ=DAILY;UNTIL=99999999"),
    ],
)
def test_what_makes_no_sense_is_refused_as_a_whole(lines):
    with pytest.raises(NotReadable):
        read("UID:a", *lines)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html>Sign in</html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe\x00",
        b"x" * 2_000_000,
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused_or_empty(content):
    with suppress(NotReadable):
        assert read_thing(content, WINDOW, LONDON).stretches == ()


def test_an_event_without_a_name_is_an_event():
    assert starts("DTSTART:20260310T090000Z", "DTEND:20260310T100000Z") == ["03-10 09:00"]


def test_a_bomb_takes_no_more_than_its_share():
    rules = "RRULE:FREQ=DAILY;COUNT=999999999"
    dates = ",".join(f"202603{day:02}T{hour:02}0000Z" for day in range(1, 31) for hour in range(24))
    began = time.monotonic()

    found = read("UID:a", "DTSTART:19990101T000000Z", "DURATION:PT1H", rules, f"RDATE:{dates}")

    assert len(found) <= 400
    assert time.monotonic() - began < 10


def test_ours_is_read_back_as_it_was_written():
    from upheld.calendars.rules.writing import Entry, calendar_of

    start = datetime(2026, 3, 10, 9, tzinfo=UTC)
    entry = Entry("u-1", "Racks; tidied, é", start, start + timedelta(hours=2), start)
    ours = read_ours(calendar_of([entry]), LONDON)

    assert (ours.uid, ours.title, ours.start, ours.end) == (
        "u-1", "Racks; tidied, é", start, start + timedelta(hours=2),
    )  # fmt: skip
    assert ours.changed_at == start
    assert ours.problem == ""


LINES = (
    "DTSTART:20260310T090000Z", "DTSTART;VALUE=DATE:20260310", "DTEND:20260310T100000Z", "UID:a",
    "DTEND;TZID=Nowhere/At-All:20260310T100000", "RRULE:FREQ=DAILY", "RRULE:",
    "RRULE:FREQ=YEARLY;BYDAY=1MO", "EXDATE:20260311T090000Z", "RDATE:20260315T090000Z",
    "RDATE;VALUE=PERIOD:20260315T090000Z/PT1H", "RECURRENCE-ID:20260311T090000Z", "DURATION:P1D",
    "DURATION:-PT1H", "SUMMARY:\\", "SUMMARY;X=:;", "BEGIN:VALARM", "END:VALARM", "END:VEVENT",
    "BEGIN:VEVENT", "DTSTAMP:x", "LAST-MODIFIED:20260310",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_whatever_is_said_it_is_read_or_refused(lines):
    for reading in (lambda: read(*lines), lambda: read_ours(written(*lines), LONDON)):
        with suppress(NotReadable):
            reading()
