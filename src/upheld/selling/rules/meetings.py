"""A meeting as a play: huddle before it, one goal, debrief after it, and what it gained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason
from upheld.foundation.values.period import Period

HUDDLE_FROM = timedelta(hours=24)
"""So long before a meeting its huddle is asked for; earlier, nobody has to have held it."""

DEBRIEF_WITHIN = timedelta(hours=24)
"""So long after a meeting it is still fresh; later, its debrief is overdue."""

LONGEST_GOAL = 140
"""Characters of a goal that is still one goal."""


class MeetingState(StrEnum):
    """Where a meeting stands as a play."""

    PLANNED = auto()
    HUDDLE_DUE = auto()
    HUDDLED = auto()
    UNDERWAY = auto()
    DEBRIEF_DUE = auto()
    DEBRIEF_OVERDUE = auto()
    DEBRIEFED = auto()
    CANCELLED = auto()


class GoalResult(StrEnum):
    """What came of the meeting's goal."""

    MET = auto()
    PARTLY = auto()
    NOT_MET = auto()


class DemoRole(StrEnum):
    """What somebody does in a meeting."""

    LEAD = auto()
    ACTIVE = auto()
    PASSIVE = auto()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting's times and what has been noted of it. `huddled_at` is when the goal was set."""

    when: Period
    goal: str = ""
    huddled_at: datetime | None = None
    debriefed_at: datetime | None = None
    result: GoalResult | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class HuddleDraft:
    """A huddle as somebody wants to save it: one goal, and who of us does what."""

    goal: str
    roles: tuple[tuple[str, DemoRole], ...]


@dataclass(frozen=True, slots=True)
class DebriefDraft:
    """A debrief as somebody wants to save it."""

    result: GoalResult | None
    next_step: str
    next_step_on: date | None
    no_next_step_because: str = ""


def meeting_state(meeting: Meeting, *, at: datetime) -> MeetingState:
    """Say where a meeting stands at a moment."""
    if meeting.cancelled:
        return MeetingState.CANCELLED
    if meeting.debriefed_at is not None:
        return MeetingState.DEBRIEFED
    return _state_before(meeting, at) if at < meeting.when.start else _state_since(meeting, at)


def _state_before(meeting: Meeting, at: datetime) -> MeetingState:
    if meeting.huddled_at is not None:
        return MeetingState.HUDDLED
    soon = at >= meeting.when.start - HUDDLE_FROM
    return MeetingState.HUDDLE_DUE if soon else MeetingState.PLANNED


def _state_since(meeting: Meeting, at: datetime) -> MeetingState:
    if at < meeting.when.end:
        return MeetingState.UNDERWAY
    overdue = at >= meeting.when.end + DEBRIEF_WITHIN
    return MeetingState.DEBRIEF_OVERDUE if overdue else MeetingState.DEBRIEF_DUE


def was_huddled(meeting: Meeting) -> bool:
    """Say whether a goal was set before the meeting began; afterwards is no huddle."""
    return (
        meeting.huddled_at is not None
        and meeting.huddled_at < meeting.when.start
        and bool(meeting.goal.strip())
    )


def huddle_obstacles(draft: HuddleDraft) -> tuple[Reason, ...]:
    """Name what a huddle still lacks.

    Codes: goal_missing, goal_too_long, nobody_goes, lead_missing, several_leads.
    """
    found: list[Reason] = []
    goal = draft.goal.strip()
    if not goal:
        found.append(_reason("goal_missing", "There is no goal.", "Say what would move the chains"))
    elif len(goal) > LONGEST_GOAL or "\n" in goal:
        found.append(_reason("goal_too_long", "This is more than one goal.", "Keep the first one"))
    leads = sum(role is DemoRole.LEAD for _, role in draft.roles)
    if not draft.roles:
        found.append(_reason("nobody_goes", "Nobody of us is named.", "Add who goes"))
    elif leads == 0:
        found.append(_reason("lead_missing", "Nobody leads the meeting.", "Choose who leads"))
    elif leads > 1:
        found.append(_reason("several_leads", f"{leads} people lead.", "Choose one of them"))
    return tuple(found)


def debrief_obstacles(draft: DebriefDraft, *, today: date) -> tuple[Reason, ...]:
    """Name what a debrief still lacks.

    Codes: result_missing, next_step_missing, next_step_without_day, next_step_in_past.
    A meeting may end without a next step only with a reason.
    """
    found: list[Reason] = []
    if draft.result is None:
        found.append(
            _reason("result_missing", "It is not said whether the goal was met.", "Choose one")
        )
    if not draft.next_step.strip():
        if not draft.no_next_step_because.strip():
            why = "There is no next step."
            found.append(_reason("next_step_missing", why, "Enter one, or say why there is none"))
    elif draft.next_step_on is None:
        found.append(_reason("next_step_without_day", "The next step has no day.", "Say by when"))
    elif draft.next_step_on < today:
        found.append(
            _reason("next_step_in_past", "The next step's day has passed.", "Choose a later day")
        )
    return tuple(found)


def first_downs(meetings: Iterable[Meeting]) -> tuple[int, int]:
    """Count the meetings that met their goal, and those that had a goal and a result.

    A goal noted after the meeting began does not count: it would always have been met.
    """
    judged = [one for one in meetings if was_huddled(one) and one.result and not one.cancelled]
    return sum(one.result is GoalResult.MET for one in judged), len(judged)


def _reason(code: str, why: str, remedy: str) -> Reason:
    return Reason(code, why, f"{remedy}.")
