"""A meeting as a play, and who leads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.foundation.values.period import Period
from upheld.selling.rules.demo_roles import DemoSetting, suggested_role
from upheld.selling.rules.meetings import (
    DebriefDraft,
    DemoRole,
    GoalResult,
    HuddleDraft,
    Meeting,
    MeetingState,
    debrief_obstacles,
    first_downs,
    huddle_obstacles,
    meeting_state,
)

START = datetime(2026, 3, 3, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEETING = Meeting(Period(START, START + HOUR))
HUDDLED = replace(MEETING, goal="Ann names her date", huddled_at=START - HOUR)
DEBRIEFED = replace(HUDDLED, debriefed_at=START + 2 * HOUR, result=GoalResult.MET)
TODAY = date(2026, 3, 3)

STATES = [
    (MEETING, -25 * HOUR, MeetingState.PLANNED),
    (MEETING, -24 * HOUR, MeetingState.HUDDLE_DUE),
    (HUDDLED, -1 * HOUR, MeetingState.HUDDLED),
    (HUDDLED, 0 * HOUR, MeetingState.UNDERWAY),
    (MEETING, 0 * HOUR, MeetingState.UNDERWAY),
    (HUDDLED, 1 * HOUR, MeetingState.DEBRIEF_DUE),
    (HUDDLED, 25 * HOUR, MeetingState.DEBRIEF_OVERDUE),
    (DEBRIEFED, 25 * HOUR, MeetingState.DEBRIEFED),
    (replace(MEETING, cancelled=True), 25 * HOUR, MeetingState.CANCELLED),
]


@pytest.mark.parametrize(("meeting", "after_start", "state"), STATES)
def test_where_a_meeting_stands(
    meeting: Meeting, after_start: timedelta, state: MeetingState
) -> None:
    assert meeting_state(meeting, at=START + after_start) is state


GOES = (("sam", DemoRole.LEAD), ("tia", DemoRole.PASSIVE))


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (HuddleDraft("Ann names her date", GOES), []),
        (HuddleDraft(" ", GOES), ["goal_missing"]),
        (HuddleDraft("x" * 141, GOES), ["goal_too_long"]),
        (HuddleDraft("one\ntwo", GOES), ["goal_too_long"]),
        (HuddleDraft("", ()), ["goal_missing", "nobody_goes"]),
        (HuddleDraft("A date", GOES[1:]), ["lead_missing"]),
        (HuddleDraft("A date", (GOES[0], ("tia", DemoRole.LEAD))), ["several_leads"]),
    ],
)
def test_what_a_huddle_lacks(draft: HuddleDraft, codes: list[str]) -> None:
    assert [reason.code for reason in huddle_obstacles(draft)] == codes


MET = GoalResult.MET


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (DebriefDraft(MET, "Send the draft", TODAY), []),
        (DebriefDraft(None, "Send the draft", TODAY), ["result_missing"]),
        (DebriefDraft(MET, "", None), ["next_step_missing"]),
        (DebriefDraft(MET, "", None, "They chose somebody else"), []),
        (DebriefDraft(MET, "Send the draft", None), ["next_step_without_day"]),
        (DebriefDraft(MET, "Send the draft", TODAY - timedelta(1)), ["next_step_in_past"]),
    ],
)
def test_what_a_debrief_lacks(draft: DebriefDraft, codes: list[str]) -> None:
    assert [reason.code for reason in debrief_obstacles(draft, today=TODAY)] == codes


def test_first_downs_count_goals_set_before_the_meeting_began() -> None:
    meetings = [
        DEBRIEFED,
        replace(DEBRIEFED, result=GoalResult.PARTLY),
        replace(DEBRIEFED, huddled_at=START),
        replace(DEBRIEFED, goal=" "),
        replace(DEBRIEFED, cancelled=True),
        HUDDLED,
        MEETING,
    ]
    assert first_downs(meetings) == (1, 2)
    assert first_downs([]) == (0, 0)


@pytest.mark.parametrize(
    ("demos", "days", "complex_deal", "role"),
    [
        (30, 0, False, DemoRole.PASSIVE),
        (0, 14, True, DemoRole.LEAD),
        (0, 14, False, DemoRole.LEAD),
        (30, 14, True, DemoRole.LEAD),
        (30, 14, False, DemoRole.ACTIVE),
        (30, 0, True, DemoRole.ACTIVE),
        (0, 0, False, DemoRole.ACTIVE),
        (0, 1, True, DemoRole.ACTIVE),
        (10, 2, False, DemoRole.ACTIVE),
    ],
)
def test_the_part_to_take_in_a_demo(
    demos: int, days: int, role: DemoRole, *, complex_deal: bool
) -> None:
    suggestion = suggested_role(DemoSetting(demos, days, complex_deal))
    assert suggestion.role is role
    assert len(suggestion.reasons) == 3
