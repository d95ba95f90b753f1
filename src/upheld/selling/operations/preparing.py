"""Meetings are made ready and huddled before they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.operations.meetings import seat
from upheld.selling.rules.meetings import DemoRole, HuddleDraft, huddle_obstacles
from upheld.selling.rules.readiness import ITEM_TITLES, Item

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.selling.models import Meeting

LONGEST_ANSWER = 300


@operation(May.PLAN_MEETINGS)
def answer_readiness(
    *,
    meeting: Meeting,
    item: str,
    by: Actor,
    at: datetime,
    said: str = "",
    not_needed_because: str = "",
) -> Meeting:
    """Answer one item of the readiness check, or say why this call does without it.

    An empty answer takes an earlier one back. Refuses with: invalid_input, meeting_begun.
    """
    if item not in [one.value for one in Item]:
        raise invalid(item="This is no item of the check.")
    if len(said) > LONGEST_ANSWER or len(not_needed_because) > LONGEST_ANSWER:
        raise invalid(said=f"Keep it to {LONGEST_ANSWER} characters.")
    meeting = lock(meeting)
    require_not_begun(meeting, at, "The answer was not kept.")
    answers = dict(meeting.answers)
    answers.pop(item, None)
    if said.strip() or not_needed_because.strip():
        answers[item] = {
            "said": said.strip(), "not_needed_because": not_needed_because.strip(), "by": by.name,
        }  # fmt: skip
    if answers == meeting.answers:
        return unchanged(meeting)
    meeting.change(answers=answers)
    record(
        Event.MEETING_PREPARED, meeting, about=[meeting.deal], item=item,
        private={
            "what": ITEM_TITLES[Item(item)],
            "words": said.strip() or not_needed_because.strip(),
        },
    )  # fmt: skip
    return meeting


@operation(May.PLAN_MEETINGS)
def huddle(
    *,
    meeting: Meeting,
    goal: str,
    seats: Mapping[Person, str],
    by: Actor,
    at: datetime,
    play: str = "",
    agenda: str | None = None,
    seen: int | None = None,
) -> Meeting:
    """Agree before a meeting what it is to gain, how, and who takes which part.

    Refuses with: huddle_incomplete (all obstacles at once), meeting_begun, meeting_over,
    changed_meanwhile, invalid_input.
    """
    del by
    meeting = lock(meeting, seen)
    require_not_begun(meeting, at, "The huddle was not kept.")
    obstacles = huddle_obstacles(HuddleDraft(goal, _roles(seats)))
    if obstacles:
        raise Refused(
            "huddle_incomplete",
            "A huddle has one goal and one who leads.",
            what="The huddle was not kept.",
            remedy="Complete it; it takes a minute.",
            reasons=obstacles,
        )
    meeting.change(
        goal=goal.strip(),
        play=play.strip(),
        huddled_at=at,
        agenda=meeting.agenda if agenda is None else agenda.strip(),
    )
    seat(meeting, seats)
    record(
        Event.MEETING_HUDDLED, meeting, about=[meeting.deal],
        seats={str(person.pk): part for person, part in seats.items()},
    )  # fmt: skip
    return meeting


def require_not_begun(meeting: Meeting, at: datetime, what: str) -> None:
    """Refuse once a meeting has begun or was cancelled: preparing afterwards prepares nothing."""
    if meeting.cancelled_at is not None:
        raise Refused("meeting_over", "The meeting was cancelled.", what=what)
    if at >= meeting.starts_at:
        raise Refused(
            "meeting_begun",
            "The meeting has begun; what is agreed now was not agreed before it.",
            what=what,
            remedy="Debrief it instead.",
        )


def _roles(seats: Mapping[Person, str]) -> tuple[tuple[str, DemoRole], ...]:
    try:
        return tuple((person.name, DemoRole(part)) for person, part in seats.items())
    except ValueError:
        raise invalid(seats="Choose lead, active or passive for each.") from None
