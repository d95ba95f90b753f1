"""People are asked to read a procedure, and say that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Procedure, Reading, Revision
from upheld.playbook.operations.publishing import require_owner

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.WRITE)
def ask_to_read(
    *, procedure: Procedure, people: Iterable[Person], by: Actor, at: datetime
) -> list[Reading]:
    """Ask people to read the revision that holds; each later revision asks them again.

    Whoever was asked or has read it already is passed over. Refuses with: not_its_owner,
    nothing_published, invalid_input.
    """
    procedure = lock(procedure)
    require_owner(procedure, by, "Nobody was asked.")
    revision = _holding(procedure)
    wanted = {person.pk: person for person in people if person.active}
    if not wanted:
        raise invalid(people="Choose who is to read it.")
    known = Reading.objects.filter(revision=revision, person_id__in=wanted)
    asked: list[Reading] = [
        reading.change(asked_by_id=by.person_id, asked_at=at)
        for reading in known.filter(asked_at=None)
    ]
    for pk in known.values_list("person_id", flat=True):
        wanted.pop(pk)
    asked += Reading.objects.bulk_create(
        [
            Reading(procedure=procedure, revision=revision, person=person,
                    asked_by_id=by.person_id, asked_at=at)
            for person in wanted.values()
        ]
    )  # fmt: skip
    if not asked:
        return unchanged(asked)
    record(
        Event.ASKED_TO_READ, procedure, revision=revision.number,
        people=sorted(one.person_id for one in asked), count=len(asked),
    )  # fmt: skip
    return asked


@operation(May.SEE)
def acknowledge(*, procedure: Procedure, revision: int, by: Actor, at: datetime) -> Reading:
    """Say that one has read a revision, asked or not.

    Refuses with: nothing_published, revised_meanwhile, no_person.
    """
    if by.person_id is None:
        raise Refused("no_person", "Only a person can have read something.", what="Not kept.")
    procedure = lock(procedure)
    holding = _holding(procedure)
    if holding.number != revision:
        raise Refused(
            "revised_meanwhile",
            f"Revision {holding.number} holds by now; you have read revision {revision}.",
            what="Not kept as read.", remedy="Read what has changed since.",
        )  # fmt: skip
    reading: Reading | None = Reading.objects.filter(
        revision=holding, person_id=by.person_id
    ).first()
    if reading is not None and reading.read_at is not None:
        return unchanged(reading)
    if reading is None:
        reading = Reading(procedure=procedure, revision=holding, person_id=by.person_id, read_at=at)
        reading.save()
    else:
        reading = lock(reading).change(read_at=at)
    record(Event.READ, procedure, revision=revision, person=by.person_id)
    return reading


def _holding(procedure: Procedure) -> Revision:
    found: Revision | None = Revision.objects.filter(
        procedure=procedure, number=procedure.revision
    ).first()
    if found is None:
        raise Refused("nothing_published", "It is a draft; there is nothing to read yet.",
                      what="Nothing was kept.", remedy="Publish it first.")  # fmt: skip
    return found
