"""People are invited to choose a password, and come back after they left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import FunctionHolder, Membership, Person, User

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.MANAGE_PEOPLE)
def invite_person(*, person: Person, by: Actor, at: datetime) -> User:
    """Note that somebody is sent the way in; gives their sign-in, to whom the door mails it.

    Refuses with: not_working_here, no_address.
    """
    del by, at
    if not person.active:
        raise Refused(
            "not_working_here",
            f"{person.name} does not work here any more.",
            what="No invitation was sent.",
            remedy="Let them in again first.",
        )
    if person.user is None:
        raise Refused(
            "no_address",
            f"{person.name} has no mail address.",
            what="No invitation was sent.",
            remedy="Enter one by “Change the address”.",
        )
    record(Event.PERSON_INVITED, person)
    invited: User = person.user
    return invited


@operation(May.MANAGE_PEOPLE)
def readmit_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """Let somebody who left in again, with the role, functions and sign-in that they had.

    Keys and sessions that ended stay ended. Refuses with: already_here.
    """
    del at
    person = lock(person)
    if person.active:
        raise Refused("already_here", f"{person.name} works here already.")
    person.change(active=True, left_on=None)
    held = FunctionHolder.objects.filter(person=person).values_list("function", flat=True)
    places = Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk)
    places.update(active=True, role=person.role, name=person.name, functions=sorted(held))
    record(Event.PERSON_READMITTED, person)
    return person
