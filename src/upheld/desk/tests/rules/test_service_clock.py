"""The clocks of a service level, by table and against a minute-by-minute reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.desk.rules.service_clock import ClockReading, Standing, clock
from upheld.desk.rules.ticket_events import Happened, ServicePolicy, Target, TicketEvent
from upheld.foundation.values.business_time import Calendar

HOUR = 3600
WEEK = Calendar.working_week("Europe/London", time(8), time(18), holidays=[date(2026, 3, 6)])
POLICY = ServicePolicy(
    WEEK,
    {1: HOUR // 4, 2: HOUR, 3: 4 * HOUR},
    {1: 4 * HOUR, 2: 8 * HOUR, 3: 20 * HOUR},
    frozenset({"waiting on customer"}),
)
ALWAYS = ServicePolicy(Calendar.around_the_clock(), {1: 600}, {1: HOUR})
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)  # London is on UTC until 29 March.
FIRST, SOLVED = Target.FIRST_RESPONSE, Target.RESOLUTION


def moment(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def made(priority: int = 2, after: float = 0) -> TicketEvent:
    return TicketEvent(moment(after), Happened.CREATED, "open", priority)


def reply(after: float, *, by_person: bool = True) -> TicketEvent:
    return TicketEvent(moment(after), Happened.REPLIED, by_person=by_person)


def state(after: float, name: str) -> TicketEvent:
    return TicketEvent(moment(after), Happened.STATE_CHANGED, name)


def priority(after: float, number: int) -> TicketEvent:
    return TicketEvent(moment(after), Happened.PRIORITY_CHANGED, priority=number)


def solved(after: float, *, by_person: bool = True) -> TicketEvent:
    return TicketEvent(moment(after), Happened.RESOLVED, by_person=by_person)


def again(after: float) -> TicketEvent:
    return TicketEvent(moment(after), Happened.REOPENED)


WAIT, GO_ON = "waiting on customer", "open"

# target, events, read after hours, standing, due after hours, used hours, paused hours
CASES = [
    (FIRST, [made()], 0.5, Standing.RUNNING, 1, 0.5, 0),
    (FIRST, [made()], 1, Standing.RUNNING, 1, 1, 0),
    (FIRST, [made()], 2, Standing.MISSED, 1, 2, 0),
    (FIRST, [made(), reply(1)], 5, Standing.MET, 1, 1, 0),
    (FIRST, [made(), reply(1.1)], 5, Standing.MISSED, 1, 1.1, 0),
    (FIRST, [made(), reply(0.5, by_person=False)], 2, Standing.MISSED, 1, 2, 0),
    (FIRST, [made(), state(0.1, WAIT), reply(2)], 5, Standing.MISSED, 1, 2, 0),
    (FIRST, [made(), solved(0.5)], 5, Standing.MET, 1, 0.5, 0),
    (FIRST, [made(), solved(0.5, by_person=False)], 5, Standing.NOT_DUE, 5.5, 0.5, 4.5),
    (FIRST, [made(), solved(2, by_person=False)], 5, Standing.MISSED, 1, 2, 3),
    (FIRST, [made(), solved(0.5, by_person=False), again(3)], 4, Standing.MISSED, 3.5, 1.5, 2.5),
    (FIRST, [made(9)], 5, Standing.NO_TARGET, None, 5, 0),
    # Made at 17:30 on Monday: half an hour is left that day, half an hour on Tuesday.
    (FIRST, [made(after=8.5)], 20, Standing.RUNNING, 23.5, 0.5, 0),
    # Made on Thursday at 17:30; Friday is a holiday, so Monday at 8:30.
    (FIRST, [made(after=80.5)], 90, Standing.RUNNING, 167.5, 0.5, 0),
    (SOLVED, [made(), solved(8)], 9, Standing.MET, 8, 8, 1),
    (SOLVED, [made(), solved(23)], 24, Standing.MISSED, 8, 9, 1),
    (SOLVED, [made(), state(1, WAIT)], 3, Standing.PAUSED, 24, 1, 2),
    (SOLVED, [made(), state(1, WAIT), state(3, GO_ON)], 4, Standing.RUNNING, 24, 2, 2),
    (SOLVED, [made(), state(1, WAIT), state(3, GO_ON), solved(24)], 30, Standing.MET, 24, 8, 8),
    (SOLVED, [made(), solved(2), again(4)], 5, Standing.RUNNING, 24, 3, 2),
    (SOLVED, [made(), solved(2), again(4), solved(24)], 25, Standing.MET, 24, 8, 3),
    (SOLVED, [made(), solved(2), again(4), solved(24.5)], 25, Standing.MISSED, 24, 8.5, 2.5),
    # Solved while it waited for the customer, and taken up again: it waits no more.
    (SOLVED, [made(), state(1, WAIT), solved(3), again(4)], 5, Standing.RUNNING, 25, 2, 3),
    # Made more urgent after the new target has passed: due at the change, not before it.
    (SOLVED, [made(3), priority(6, 1)], 6, Standing.RUNNING, 6, 6, 0),
    (SOLVED, [made(3), priority(6, 1)], 7, Standing.MISSED, 6, 7, 0),
    (SOLVED, [made(3), priority(6, 1), solved(6)], 7, Standing.MET, 6, 6, 1),
    # Made more urgent in time: counted from creation.
    (SOLVED, [made(3), priority(1, 1)], 2, Standing.RUNNING, 4, 2, 0),
    # Made less urgent in time: more time; after the miss: still missed.
    (SOLVED, [made(1), priority(3, 2)], 7, Standing.RUNNING, 8, 7, 0),
    (SOLVED, [made(1), priority(5, 2)], 7, Standing.MISSED, 4, 7, 0),
    (SOLVED, [made(1), priority(4, 2)], 7, Standing.RUNNING, 8, 7, 0),
    # Made more urgent when it was already resolved: that makes nothing due.
    (SOLVED, [made(3), solved(6), priority(7, 1)], 8, Standing.MET, 48, 6, 2),
]


@pytest.mark.parametrize(("target", "events", "read", "standing", "due", "used", "paused"), CASES)
def test_a_clock(
    target: Target,
    events: list[TicketEvent],
    read: float,
    standing: Standing,
    due: float | None,
    used: float,
    paused: float,
) -> None:
    found = clock(target, events, POLICY, at=moment(read))
    assert found.standing is standing
    assert found.used_seconds == round(used * HOUR)
    assert found.paused_seconds == round(paused * HOUR)
    assert found.due_at == (None if due is None else moment(due))


def test_a_changed_policy_counts_from_the_change_and_keeps_what_was_counted() -> None:
    change = TicketEvent(moment(0.5), Happened.POLICY_CHANGED, policy=ALWAYS)
    later = clock(SOLVED, [made(1), change], POLICY, at=moment(0.75))
    assert later.due_at == moment(1)
    assert clock(SOLVED, [made(1), change], POLICY, at=moment(0.25)).due_at == moment(4)


def test_what_is_left_is_never_less_than_nothing() -> None:
    assert clock(SOLVED, [made()], POLICY, at=moment(3)).left_seconds == 5 * HOUR
    assert clock(SOLVED, [made()], POLICY, at=moment(30)).left_seconds == 0
    assert clock(SOLVED, [made(9)], POLICY, at=moment(3)).left_seconds is None


def test_what_happens_later_is_not_known_yet() -> None:
    events = [made(), reply(0.75), priority(0.6, 1)]
    assert clock(FIRST, events, POLICY, at=moment(0.5)).due_at == moment(1)


def test_order_of_arrival_does_not_matter() -> None:
    events = [made(), state(1, WAIT), state(3, GO_ON), solved(9)]
    assert clock(SOLVED, events[::-1], POLICY, at=moment(30)) == clock(
        SOLVED, events, POLICY, at=moment(30)
    )


def test_fractions_of_a_second_never_make_a_miss() -> None:
    late = reply(1)
    almost = TicketEvent(late.at + timedelta(microseconds=900_000), Happened.REPLIED)
    assert clock(FIRST, [made(), almost], POLICY, at=moment(2)).standing is Standing.MET


def test_a_clock_needs_a_beginning() -> None:
    with pytest.raises(ValueError, match="created"):
        clock(FIRST, [reply(1)], POLICY, at=moment(2))
    with pytest.raises(ValueError, match="created"):
        clock(FIRST, [made(after=3)], POLICY, at=moment(2))


def test_the_explanation_says_what_counted_and_why() -> None:
    events = [made(), state(1, WAIT), state(3, GO_ON), priority(4, 1), solved(5)]
    spans = clock(SOLVED, events, POLICY, at=moment(6)).spans
    assert [(span.counted, span.seconds / HOUR, span.why) for span in spans] == [
        (True, 1, "priority 2"),
        (False, 2, "waiting: waiting on customer"),
        (True, 1, "priority 2"),
        (True, 1, "priority 1"),
        (False, 1, "resolved"),
    ]


# --- an independent reference: one step a minute, no arithmetic of spans ------------------------


@dataclass
class Slow:
    """Walks minute by minute; shares nothing with the clock but the events."""

    target: Target
    events: list[TicketEvent]
    policy: ServicePolicy
    weekly: dict[int, tuple[int, int]]
    shown: str = ""
    urgent: int = 0
    used: int = 0
    rested: int = 0
    wanted: int | None = None
    due: datetime | None = None
    stopped: datetime | None = None
    resolved: bool = False

    def read(self, at: datetime) -> Standing:
        minute = self.events[0].at
        while True:
            self.look(minute)
            if minute >= at:
                return self.stand(at)
            if self.is_open(minute) and not self.answered:
                self.used += 0 if self.resolved or self.waits else 60
                self.rested += 60 if self.resolved or self.waits else 0
            minute += timedelta(minutes=1)

    def look(self, minute: datetime) -> None:
        was_over = self.resolved or self.answered
        for event in self.events:
            if event.at == minute and not self.answered:
                self.take(event)
        is_over = self.resolved or self.answered
        if self.stopped == minute or not (was_over and is_over):
            policy = self.policy
            table = policy.first_response if self.target is FIRST else policy.resolution
            self.wanted = table.get(self.urgent)
        judged = self.stopped == minute or not is_over
        if judged and self.due is None and self.wanted is not None and self.used >= self.wanted:
            self.due = minute

    @property
    def answered(self) -> bool:
        return self.target is FIRST and self.stopped is not None

    @property
    def waits(self) -> bool:
        return self.target is SOLVED and self.shown in self.policy.pausing_states

    def take(self, event: TicketEvent) -> None:
        self.shown = event.state or self.shown
        self.urgent = event.priority or self.urgent
        self.policy = event.policy or self.policy
        if event.happened is Happened.REOPENED:
            self.resolved, self.stopped, self.shown = False, None, event.state
        if event.happened is Happened.RESOLVED:
            self.resolved = True
        ends = {FIRST: {Happened.REPLIED, Happened.RESOLVED}, SOLVED: {Happened.RESOLVED}}
        if event.happened in ends[self.target] and (event.by_person or self.target is SOLVED):
            self.stopped = event.at

    def is_open(self, minute: datetime) -> bool:
        if self.policy is ALWAYS:
            return True
        wall = minute.astimezone(ZoneInfo("Europe/London"))
        opens, closes = self.weekly.get(wall.weekday(), (0, 0))
        return opens <= wall.hour * 60 + wall.minute < closes

    def stand(self, at: datetime) -> Standing:
        if self.due is not None and (self.stopped or at) > self.due:
            return Standing.MISSED
        if self.due is None and self.wanted is None:
            return Standing.NO_TARGET
        if self.stopped is not None:
            return Standing.MET
        if self.resolved:
            return Standing.NOT_DUE
        return Standing.PAUSED if self.waits else Standing.RUNNING


HAPPENINGS = st.one_of(
    st.builds(dict, happened=st.just(Happened.REPLIED), by_person=st.booleans()),
    st.builds(dict, happened=st.just(Happened.STATE_CHANGED), state=st.sampled_from([GO_ON, WAIT])),
    st.builds(dict, happened=st.just(Happened.PRIORITY_CHANGED), priority=st.integers(1, 4)),
    st.builds(dict, happened=st.just(Happened.RESOLVED), by_person=st.booleans()),
    st.builds(dict, happened=st.just(Happened.REOPENED)),
    st.builds(dict, happened=st.just(Happened.POLICY_CHANGED), policy=st.just(ALWAYS)),
)
# Four days around the night on which London's clocks go forward, and on which they go back.
STARTS = st.sampled_from(
    [datetime(2026, 3, 27, 6, tzinfo=UTC), datetime(2026, 10, 23, 6, tzinfo=UTC)]
)
MINUTES = st.integers(0, 4 * 24 * 60)
HOURS = st.dictionaries(
    st.integers(0, 6),
    st.tuples(st.integers(0, 700), st.integers(710, 1439)),
    min_size=1,
)


def by_weekday(weekly: dict[int, tuple[int, int]]) -> dict[int, list[tuple[time, time]]]:
    return {day: [(time(a // 60, a % 60), time(b // 60, b % 60))] for day, (a, b) in weekly.items()}


@settings(max_examples=150, deadline=None)
@given(
    start=STARTS,
    weekly=HOURS,
    target=st.sampled_from([FIRST, SOLVED]),
    happenings=st.lists(st.tuples(MINUTES, HAPPENINGS), max_size=7),
    read=MINUTES,
    targets=st.tuples(st.integers(0, 20), st.integers(1, 200), st.integers(1, 2000)),
)
def test_the_clock_agrees_with_one_that_ticks_every_minute(
    start: datetime,
    weekly: dict[int, tuple[int, int]],
    target: Target,
    happenings: list[tuple[int, dict[str, object]]],
    read: int,
    targets: tuple[int, int, int],
) -> None:
    table = {number: minutes * 60 for number, minutes in enumerate(targets, 1)}
    calendar = Calendar.weekly("Europe/London", by_weekday(weekly))
    policy = ServicePolicy(calendar, table, table, frozenset({WAIT}))
    events = [TicketEvent(start, Happened.CREATED, GO_ON, 2)]
    events += [
        TicketEvent(start + timedelta(minutes=after), **what)  # type: ignore[arg-type]
        for after, what in happenings
    ]
    at = start + timedelta(minutes=read)
    found = clock(target, events, policy, at=at)
    slow = Slow(target, events, policy, weekly)
    assert found.standing is slow.read(at)
    assert (found.used_seconds, found.paused_seconds) == (slow.used, slow.rested)
    assert found.target_seconds == slow.wanted
    if slow.due is not None:
        assert found.due_at == slow.due
    _spans_explain(found, start)


def _spans_explain(found: ClockReading, start: datetime) -> None:
    assert sum(span.seconds for span in found.spans if span.counted) == found.used_seconds
    assert sum(span.seconds for span in found.spans if not span.counted) == found.paused_seconds
    end = start
    for span in found.spans:
        assert span.start == end
        end = span.end


@settings(max_examples=100, deadline=None)
@given(
    weekly=HOURS,
    minutes=st.integers(1, 3000),
    after=MINUTES,
    state_after=st.none() | MINUTES,
)
def test_a_clock_that_is_left_alone_falls_due_when_it_said(
    weekly: dict[int, tuple[int, int]], minutes: int, after: int, state_after: int | None
) -> None:
    calendar = Calendar.weekly("Europe/London", by_weekday(weekly))
    policy = ServicePolicy(calendar, {}, {2: minutes * 60}, frozenset({WAIT}))
    start = datetime(2026, 3, 27, 6, tzinfo=UTC)
    events = [TicketEvent(start, Happened.CREATED, GO_ON, 2)]
    if state_after is not None:
        events.append(
            TicketEvent(start + timedelta(minutes=state_after // 2), Happened.STATE_CHANGED, WAIT)
        )
        events.append(
            TicketEvent(start + timedelta(minutes=state_after), Happened.STATE_CHANGED, GO_ON)
        )
    at = start + timedelta(minutes=after)
    early = clock(SOLVED, events, policy, at=max(at, events[-1].at))
    assert early.due_at is not None
    due = early.due_at
    assert clock(SOLVED, events, policy, at=due).standing is not Standing.MISSED
    late = clock(
        SOLVED,
        events,
        policy,
        at=max(due, early.spans[-1].end if early.spans else due) + timedelta(seconds=1),
    )
    assert late.standing is Standing.MISSED
    assert late.due_at == due
