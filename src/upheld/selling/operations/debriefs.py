"""Meetings are debriefed: what came of the goal, what was found, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.period import today
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.operations.gaps import note_gap
from upheld.selling.operations.staging import restage
from upheld.selling.rules.gaps import OurAnswer
from upheld.selling.rules.meetings import DebriefDraft, GoalResult, debrief_obstacles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.selling.models import Meeting


@dataclass(frozen=True, slots=True)
class FoundGap:
    """A need that came up in the meeting and that we cannot meet."""

    need: str
    answer: OurAnswer = OurAnswer.GAP
    is_killer: bool = False
    workaround: str = ""


@operation(May.PLAN_MEETINGS)
def debrief(
    *,
    meeting: Meeting,
    result: str,
    by: Actor,
    at: datetime,
    said: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    no_next_step_because: str = "",
    gaps: Sequence[FoundGap] = (),
    seen: int | None = None,
) -> Meeting:
    """Write down what came of a meeting: result of its goal, gaps found, the next step with a day.

    The next step becomes the deal's, and the stage follows. Refuses with: debrief_incomplete (all
    obstacles at once), meeting_not_begun, meeting_over, changed_meanwhile, invalid_input.
    """
    deal = lock(meeting.deal)
    meeting = lock(meeting, seen)
    _require_held(meeting, at)
    draft = DebriefDraft(_result(result), next_step, next_step_on, no_next_step_because)
    obstacles = debrief_obstacles(draft, today=today(at, by.zone))
    if obstacles:
        raise Refused(
            "debrief_incomplete",
            "A debrief says what came of the goal and what happens next.",
            what="The debrief was not kept.",
            remedy="Complete it; it takes a minute.",
            reasons=obstacles,
        )
    meeting.change(
        said=said.strip(),
        result=result,
        next_step=next_step.strip(),
        next_step_on=next_step_on if next_step.strip() else None,
        no_next_step_because=no_next_step_because.strip(),
        debriefed_at=at,
    )
    record(Event.MEETING_DEBRIEFED, meeting, about=[deal], result=result)
    for found in gaps:
        note_gap(
            deal, found.need, found.answer.value, by=by, at=at, meeting=meeting,
            is_killer=found.is_killer, workaround=found.workaround,
        )  # fmt: skip
    if deal.is_open and meeting.next_step:
        deal.change(next_step=meeting.next_step, next_step_on=meeting.next_step_on)
        record(Event.DEAL_CHANGED, deal, about=[deal.company], because=meeting)
    restage(deal)
    return meeting


def _require_held(meeting: Meeting, at: datetime) -> None:
    what = "The debrief was not kept."
    if meeting.cancelled_at is not None:
        raise Refused("meeting_over", "The meeting was cancelled.", what=what)
    if meeting.debriefed_at is not None:
        raise Refused("meeting_over", "The meeting has been debriefed already.", what=what)
    if at < meeting.starts_at:
        raise Refused(
            "meeting_not_begun",
            "The meeting has not begun.",
            what=what,
            remedy="Huddle now, and debrief when it is over.",
        )


def _result(result: str) -> GoalResult | None:
    if not result:
        return None
    try:
        return GoalResult(result)
    except ValueError:
        raise invalid(result="Choose whether the goal was met.") from None
