"""A clock's explanation: pieces that touch, say why, and add up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from upheld.desk.rules.service_clock import clock
from upheld.desk.rules.service_explained import CLOSED, explained
from upheld.desk.rules.ticket_events import Happened, ServicePolicy, Target, TicketEvent
from upheld.foundation.values.business_time import Calendar

HOUR = 3600
WEEK = Calendar.working_week("Europe/London", time(9), time(17), holidays=[date(2026, 3, 10)])
GOLD = ServicePolicy(WEEK, {2: HOUR}, {2: 20 * HOUR}, frozenset({"waiting"}), name="Gold")
PLAIN = ServicePolicy(WEEK, {}, {2: 40 * HOUR}, name="Plain")
MONDAY = datetime(2026, 3, 9, 16, tzinfo=UTC)


def test_every_minute_from_the_opening_on_is_told() -> None:
    events = [
        TicketEvent(MONDAY, Happened.CREATED, "new", 2),
        TicketEvent(MONDAY + timedelta(days=2), Happened.STATE_CHANGED, "waiting"),
        TicketEvent(MONDAY + timedelta(days=3), Happened.STATE_CHANGED, "open"),
        TicketEvent(MONDAY + timedelta(days=3, minutes=30), Happened.POLICY_CHANGED, policy=PLAIN),
    ]
    reading = clock(Target.RESOLUTION, events, GOLD, at=MONDAY + timedelta(days=3, hours=1))
    pieces = explained(reading)
    assert [(one.why, one.seconds, one.sum_seconds / HOUR, one.policy) for one in pieces] == [
        ("priority 2", HOUR, 1, "Gold"),
        (CLOSED, 0, 1, "Gold"),
        ("priority 2", 7 * HOUR, 8, "Gold"),
        ("waiting: waiting", 0, 8, "Gold"),
        ("priority 2", HOUR // 2, 8.5, "Gold"),
        ("priority 2", HOUR // 2, 9, "Plain"),
    ]
    # Tuesday was a holiday: closed from Monday's end of work to Wednesday morning.
    assert pieces[1].holidays == (date(2026, 3, 10),)
    assert (pieces[1].start, pieces[1].end) == (
        datetime(2026, 3, 9, 17, tzinfo=UTC), datetime(2026, 3, 11, 9, tzinfo=UTC),
    )  # fmt: skip
    assert pieces[0].start == MONDAY
    assert all(one.end == two.start for one, two in pairwise(pieces))


def test_nothing_is_told_of_no_time() -> None:
    reading = clock(
        Target.RESOLUTION, [TicketEvent(MONDAY, Happened.CREATED, "new", 2)], GOLD, at=MONDAY
    )
    assert explained(reading) == ()
