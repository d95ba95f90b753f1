"""When somebody is told that a target is in danger or missed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.desk.rules.service_clock import clock
from upheld.desk.rules.service_escalation import calls, next_call, to_tell
from upheld.desk.rules.ticket_events import (
    Happened,
    ServicePolicy,
    Step,
    Target,
    TicketEvent,
)
from upheld.foundation.values.business_time import Calendar

HOUR = 3600
HALF, BREACH = Step(500_000, (1,)), Step(1_000_000, (), "service_desk")
WEEK = Calendar.working_week("Europe/London", time(8), time(18))
POLICY = ServicePolicy(WEEK, {2: HOUR}, {2: 8 * HOUR}, frozenset({"waiting"}), steps=(HALF, BREACH))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
MADE = TicketEvent(MONDAY, Happened.CREATED, "open", 2)


def moment(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def reading(target, after, *events, policy=POLICY):
    return clock(target, [MADE, *events], policy, at=moment(after))


def told(target, after, *events, policy=POLICY):
    found = calls([reading(target, after, *events, policy=policy)], at=moment(after))
    return [(one.step.share_ppm, (one.at - MONDAY) / timedelta(hours=1)) for one in found]


def test_steps_come_at_their_share_and_the_breach_just_after_it_fell_due() -> None:
    assert told(Target.RESOLUTION, 0) == [(500_000, 4), (1_000_000, 8 + 1 / 3600)]


def test_a_step_of_another_target_says_nothing() -> None:
    policy = ServicePolicy(WEEK, {2: HOUR}, {2: 8 * HOUR}, steps=(
        Step(500_000, (1,), target=Target.RESOLUTION),
    ))  # fmt: skip
    assert told(Target.FIRST_RESPONSE, 0, policy=policy) == []
    assert told(Target.RESOLUTION, 0, policy=policy) == [(500_000, 4)]


def test_a_clock_that_rests_reaches_nothing_but_what_it_had_reached() -> None:
    waits = TicketEvent(moment(5), Happened.STATE_CHANGED, "waiting")
    assert told(Target.RESOLUTION, 6, waits) == [(500_000, 6)]
    early = TicketEvent(moment(1), Happened.STATE_CHANGED, "waiting")
    assert told(Target.RESOLUTION, 6, early) == []


def test_what_is_done_is_told_to_nobody() -> None:
    done = TicketEvent(moment(3), Happened.RESOLVED)
    assert told(Target.RESOLUTION, 9, done) == []


def test_whoever_looks_late_is_told_of_the_breach_alone() -> None:
    at = moment(9)
    found = calls([reading(Target.RESOLUTION, 9)], at=at)
    assert [one.step for one in to_tell(found, at=at)] == [BREACH]
    assert next_call(found, after=at) is None


@settings(max_examples=100, deadline=None)
@given(share=st.integers(1, 999_999), target=st.integers(60, 40 * HOUR), looked=st.integers(0, 60))
def test_a_step_is_reached_at_the_first_second_at_which_its_share_has_passed(
    share: int, target: int, looked: int
) -> None:
    policy = ServicePolicy(WEEK, {}, {2: target}, steps=(Step(share, (1,)),))
    now = moment(looked)
    found = calls([clock(Target.RESOLUTION, [MADE], policy, at=now)], at=now)
    (call,) = found
    if call.at > now:
        used = clock(Target.RESOLUTION, [MADE], policy, at=call.at).used_seconds
        before = clock(
            Target.RESOLUTION, [MADE], policy, at=call.at - timedelta(seconds=1)
        ).used_seconds
        assert used * 1_000_000 >= target * share > before * 1_000_000
    else:
        used = clock(Target.RESOLUTION, [MADE], policy, at=now).used_seconds
        assert used * 1_000_000 >= target * share
