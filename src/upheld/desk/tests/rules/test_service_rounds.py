"""Next responses: by table, and against a reference that ticks every minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.desk.rules.service_clock import Standing
from upheld.desk.rules.service_explained import explained
from upheld.desk.rules.service_rounds import next_responses
from upheld.desk.rules.ticket_events import Happened, ServicePolicy, TicketEvent
from upheld.foundation.values.business_time import Calendar

HOUR = 3600
WEEK = Calendar.working_week("Europe/London", time(8), time(18))
POLICY = ServicePolicy(
    WEEK, {2: HOUR}, {2: 8 * HOUR}, frozenset({"waiting"}),
    next_response={1: HOUR, 2: 2 * HOUR}, name="Gold",
)  # fmt: skip
ALWAYS = ServicePolicy(Calendar.around_the_clock(), {}, {}, next_response={1: 600, 2: 1200})
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
MADE = TicketEvent(MONDAY, Happened.CREATED, "open", 2)


def moment(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def at(after: float, happened: Happened, **said: object) -> TicketEvent:
    return TicketEvent(moment(after), happened, **said)  # type: ignore[arg-type]


def wrote(after: float) -> TicketEvent:
    return at(after, Happened.ASKED)


def answered(after: float, *, by_person: bool = True) -> TicketEvent:
    return at(after, Happened.REPLIED, by_person=by_person)


# events, read after hours, for each round: standing, began, due, used (hours)
CASES = [
    ([wrote(0.5)], 3, []),
    ([answered(0.5)], 3, []),
    ([answered(0.5), wrote(1)], 2, [(Standing.RUNNING, 1, 3, 1)]),
    ([answered(0.5), wrote(1), wrote(2)], 2.5, [(Standing.RUNNING, 1, 3, 1.5)]),
    ([answered(0.5), wrote(1), answered(3)], 5, [(Standing.MET, 1, 3, 2)]),
    ([answered(0.5), wrote(1), answered(3.1)], 5, [(Standing.MISSED, 1, 3, 2.1)]),
    ([answered(0.5), wrote(1), answered(2, by_person=False)], 5, [(Standing.MISSED, 1, 3, 4)]),
    (
        [answered(0.5), wrote(1), answered(2), wrote(4), answered(5), wrote(6)], 7,
        [(Standing.MET, 1, 3, 1), (Standing.MET, 4, 6, 1), (Standing.RUNNING, 6, 8, 1)],
    ),
    # It does not rest while we wait for the customer: they have written.
    (
        [answered(0.5), at(0.6, Happened.STATE_CHANGED, state="waiting"), wrote(1)], 2,
        [(Standing.RUNNING, 1, 3, 1)],
    ),
    ([answered(0.5), wrote(1), at(2, Happened.RESOLVED)], 5, [(Standing.MET, 1, 3, 1)]),
    (
        [answered(0.5), wrote(1), at(2, Happened.RESOLVED, by_person=False)], 5,
        [(Standing.NOT_DUE, 1, 6, 1)],
    ),
    # Solved by a person without a word counts as answered: what comes after it is a next one.
    (
        [at(0.5, Happened.RESOLVED), wrote(2), at(2, Happened.REOPENED)], 3,
        [(Standing.RUNNING, 2, 4, 1)],
    ),
    (
        [answered(0.5), wrote(1), at(2.5, Happened.PRIORITY_CHANGED, priority=1)], 3,
        [(Standing.MISSED, 1, 2.5, 2)],
    ),
    (
        [answered(0.5), at(0.7, Happened.PRIORITY_CHANGED, priority=3), wrote(1)], 3,
        [(Standing.NO_TARGET, 1, None, 2)],
    ),
    # Wrote at 17:30: half an hour is left that day, an hour and a half on Tuesday.
    ([answered(0.5), wrote(8.5)], 9, [(Standing.RUNNING, 8.5, 24.5, 0.5)]),
]  # fmt: skip


@pytest.mark.parametrize(("events", "read", "rounds"), CASES)
def test_rounds(events: list[TicketEvent], read: float, rounds: list[tuple[object, ...]]) -> None:
    found = next_responses([MADE, *events], POLICY, at=moment(read))
    said = [
        (
            one.standing, (one.began_at - MONDAY) / timedelta(hours=1),
            (one.due_at - MONDAY) / timedelta(hours=1) if one.due_at else None,
            one.used_seconds / HOUR,
        )
        for one in found
    ]  # fmt: skip
    assert said == [pytest.approx(one) for one in rounds]


def test_a_level_that_is_set_today_does_not_rewrite_a_round_of_yesterday() -> None:
    events = [MADE, answered(0.5), wrote(1), answered(2.5)]
    stricter = at(24, Happened.POLICY_CHANGED, policy=ALWAYS)
    before = next_responses(events, POLICY, at=moment(20))
    after = next_responses([*events, stricter, wrote(25)], POLICY, at=moment(26))
    assert after[0] == before[0]
    assert after[1].target_seconds == 1200


# --- an independent reference: one step a minute, no arithmetic of spans ------------------------


@dataclass
class Slow:
    """Walks minute by minute; shares nothing with the rounds but the events."""

    events: list[TicketEvent]
    policy: ServicePolicy
    weekly: dict[int, tuple[int, int]]
    urgent: int = 0
    spoken: bool = False
    solved: bool = False
    waits_since: datetime | None = None
    counted: int = 0
    rested: int = 0
    due: datetime | None = None
    wanted: int | None = None
    over: list[tuple[object, ...]] = field(default_factory=list)

    def read(self, end: datetime) -> list[tuple[object, ...]]:
        minute = self.events[0].at
        while True:
            self.look(minute)
            if minute >= end:
                break
            if self.waits_since is not None and self.is_open(minute):
                self.counted += 0 if self.solved else 60
                self.rested += 60 if self.solved else 0
            minute += timedelta(minutes=1)
        if self.waits_since is not None:
            self.over.append((self.stand(end, stopped=False), *self.sums()))
        return self.over

    def look(self, minute: datetime) -> None:
        solved_before = self.solved
        for event in self.events:
            if event.at == minute:
                self.take(event, minute)
        if self.waits_since is None:
            return
        if not (self.solved and solved_before) or self.waits_since == minute:
            self.wanted = self.policy.next_response.get(self.urgent)
        if not self.solved:
            self.judge(minute)

    def judge(self, minute: datetime) -> None:
        if self.due is None and self.wanted is not None and self.counted >= self.wanted:
            self.due = minute

    def take(self, event: TicketEvent, minute: datetime) -> None:
        self.urgent = event.priority or self.urgent
        self.policy = event.policy or self.policy
        ours = event.happened in {Happened.REPLIED, Happened.RESOLVED} and event.by_person
        if ours and self.waits_since is not None:
            self.wanted = self.policy.next_response.get(self.urgent)
            self.judge(minute)
            self.over.append((self.stand(minute, stopped=True), *self.sums()))
            self.waits_since = self.due = self.wanted = None
            self.counted = self.rested = 0
        self.spoken = self.spoken or ours
        if event.happened is Happened.RESOLVED:
            self.solved = True
        if event.happened is Happened.REOPENED:
            self.solved = False
        if event.happened is Happened.ASKED and self.spoken and self.waits_since is None:
            self.waits_since = minute

    def sums(self) -> tuple[object, ...]:
        return self.waits_since, self.counted, self.rested, self.wanted, self.due

    def is_open(self, minute: datetime) -> bool:
        if self.policy is ALWAYS:
            return True
        wall = minute.astimezone(ZoneInfo("Europe/London"))
        opens, closes = self.weekly.get(wall.weekday(), (0, 0))
        return opens <= wall.hour * 60 + wall.minute < closes

    def stand(self, end: datetime, *, stopped: bool) -> Standing:
        if self.due is not None and end > self.due:
            return Standing.MISSED
        if self.due is None and self.wanted is None:
            return Standing.NO_TARGET
        if stopped:
            return Standing.MET
        return Standing.NOT_DUE if self.solved else Standing.RUNNING


HAPPENINGS = st.one_of(
    st.builds(dict, happened=st.just(Happened.ASKED)),
    st.builds(dict, happened=st.just(Happened.ASKED)),
    st.builds(dict, happened=st.just(Happened.REPLIED), by_person=st.booleans()),
    st.builds(dict, happened=st.just(Happened.STATE_CHANGED), state=st.just("waiting")),
    st.builds(dict, happened=st.just(Happened.PRIORITY_CHANGED), priority=st.integers(1, 3)),
    st.builds(dict, happened=st.just(Happened.RESOLVED), by_person=st.booleans()),
    st.builds(dict, happened=st.just(Happened.REOPENED)),
    st.builds(dict, happened=st.just(Happened.POLICY_CHANGED), policy=st.just(ALWAYS)),
)
# Four days around the nights on which London's clocks go forward, and back.
STARTS = st.sampled_from(
    [datetime(2026, 3, 27, 6, tzinfo=UTC), datetime(2026, 10, 23, 6, tzinfo=UTC)]
)
MINUTES = st.integers(0, 4 * 24 * 60)
HOURS = st.dictionaries(
    st.integers(0, 6), st.tuples(st.integers(0, 700), st.integers(710, 1439)), min_size=1
)


@settings(max_examples=200, deadline=None)
@given(
    start=STARTS,
    weekly=HOURS,
    happenings=st.lists(st.tuples(MINUTES, HAPPENINGS), max_size=12),
    read=MINUTES,
    targets=st.tuples(st.integers(1, 60), st.integers(1, 600)),
)
def test_every_round_agrees_with_one_that_ticks_every_minute(
    start: datetime,
    weekly: dict[int, tuple[int, int]],
    happenings: list[tuple[int, dict[str, object]]],
    read: int,
    targets: tuple[int, int],
) -> None:
    hours = {day: [(time(a // 60, a % 60), time(b // 60, b % 60))] for day, (a, b) in
             weekly.items()}  # fmt: skip
    table = {number: minutes * 60 for number, minutes in enumerate(targets, 1)}
    policy = ServicePolicy(
        Calendar.weekly("Europe/London", hours), {}, {}, frozenset({"waiting"}), next_response=table
    )
    events = [TicketEvent(start, Happened.CREATED, "open", 2)]
    events += [
        TicketEvent(start + timedelta(minutes=after), **what)  # type: ignore[arg-type]
        for after, what in happenings
    ]
    end = start + timedelta(minutes=read)
    found = next_responses(events, policy, at=end)
    slow = Slow(events, policy, weekly).read(end)
    assert len(found) == len(slow)
    for one, (standing, began, used, rested, wanted, due) in zip(found, slow, strict=True):
        assert (one.standing, one.began_at) == (standing, began)
        assert (one.used_seconds, one.paused_seconds) == (used, rested)
        assert one.target_seconds == wanted
        if due is not None:
            assert one.due_at == due
        _explains(one, weekly)


def _explains(reading, weekly: dict[int, tuple[int, int]]) -> None:
    """Hold every minute of the explanation against the clock on the wall."""
    pieces, here, total = explained(reading), reading.began_at, 0
    for piece in pieces:
        assert piece.start == here
        here = piece.end
        total += piece.seconds
        assert piece.sum_seconds == total
        assert piece.seconds == (
            (piece.end - piece.start).total_seconds() if piece.counted else 0
        )  # fmt: skip
    assert total == reading.used_seconds
