"""Weeks over pace are raised with the manager, who says what was agreed; both are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_allowed
from upheld.people.models import Person
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import PaceConcern
from upheld.timekeeping.queries.pace import (
    WEEKS_LOOKED_AT,
    complete_weeks,
    raised_through,
    weeks_of_people,
)
from upheld.timekeeping.queries.standards import course_of_standards
from upheld.timekeeping.rules.pace import run_to_raise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor

NOT_ANSWERED = "Nothing was answered."


@operation(None)
def raise_pace(*, by: Actor, at: datetime) -> Sequence[PaceConcern]:
    """Raise everybody who was over pace for weeks in a row, once for each such row of weeks.

    With their manager; who has none, with the owner. Nobody is raised with themselves.
    """
    del by
    course, before = course_of_standards(), raised_through()
    _mondays, period = complete_weeks(at, WEEKS_LOOKED_AT)
    owner = Person.objects.filter(active=True, role="owner").order_by("pk").first()
    made = []
    for person, weeks in weeks_of_people(period, at).items():
        run = run_to_raise(weeks, lambda day: course.on(day).pace, before.get(person.pk))
        told = _manager(person) or owner
        if not run or not person.active or told is None or told.pk == person.pk:
            continue
        concern = PaceConcern(
            person=person, raised_to=told, begins_on=run[0].begins_on,
            through_on=run[-1].begins_on, raised_at=at,
            weeks=[
                {"begins_on": one.begins_on.isoformat(), "worked": one.worked, "due": one.due}
                for one in run
            ],
        )  # fmt: skip
        concern.save()
        _record(Event.PACE_RAISED, concern, weeks=len(run), raised_to=told.pk)
        made.append(concern)
    return made or unchanged(made)


@operation(May.LOG_TIME)
def answer_pace(
    *, concern: PaceConcern, answer: str, by: Actor, at: datetime, seen: int | None = None
) -> PaceConcern:
    """Say what was agreed about somebody's pace; whom it was raised with, or who sees all time.

    Refuses with: invalid_input, not_allowed, changed_meanwhile, answered_already.
    """
    if not answer.strip():
        raise invalid(answer="Say what was agreed.")
    concern = lock(concern, seen)
    own = concern.person_id == by.person_id
    if own or (concern.raised_to_id != by.person_id and not by.may(May.LOOK_OVER_TIME)):
        raise not_allowed(May.LOOK_OVER_TIME)
    if concern.answered_at is not None:
        raise Refused(
            "answered_already", "Somebody has said what was agreed.", what=NOT_ANSWERED,
            remedy="Look at the page again.",
        )  # fmt: skip
    concern.change(answer=answer.strip()[:500], answered_by_id=by.person_id, answered_at=at)
    _record(Event.PACE_ANSWERED, concern, private={"answer": concern.answer})
    return concern


def _manager(person: Person) -> Person | None:
    if person.manager_id is None:
        return None
    return Person.objects.filter(pk=person.manager_id, active=True).first()


def _record(
    event: Event, concern: PaceConcern, *, private: dict[str, str] | None = None, **data: Any
) -> None:
    record(event, concern, about=[concern.person], private=private, person=concern.person_id,
           begins_on=concern.begins_on, through_on=concern.through_on, **data)  # fmt: skip
