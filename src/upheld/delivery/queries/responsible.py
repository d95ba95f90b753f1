"""Who is asked to keep what was sold, and who judges an objection to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.people.models import Person
from upheld.people.queries.calendars import holders_of
from upheld.people.roles import Role

if TYPE_CHECKING:
    from datetime import datetime


def proposed_keeper(person_id: int | None, function: str, at: datetime) -> Person | None:
    """Propose who keeps a promise: the person named, the function's holder, or who leads service.

    Nobody is asked in the end only where the provider has no active person.
    """
    named: Person | None = (
        Person.objects.filter(pk=person_id, active=True).first() if person_id else None
    )
    if named is not None:
        return named
    holders: list[Person] = holders_of(function, at) if function else []
    return holders[0] if holders else _leading()


def judges_of_objection(seller_id: int | None, objector_id: int | None) -> list[Person]:
    """Give who answers an objection: whoever leads service and whoever sold it, the latter last.

    Nobody judges their own objection; where that leaves nobody, an owner does.
    """
    able = Person.objects.filter(active=True).exclude(pk=objector_id or 0)
    managers = able.filter(role=Role.SERVICE_MANAGER).order_by("pk")[:1]
    found = [*managers, *able.filter(pk=seller_id or 0)]
    judges = list(dict.fromkeys(found))
    return judges or list(able.filter(role=Role.OWNER).order_by("pk")[:1])


def _leading() -> Person | None:
    """Give the first service manager, or the first owner."""
    people = {
        person.role: person
        for person in Person.objects.filter(
            active=True, role__in=[Role.SERVICE_MANAGER, Role.OWNER]
        ).order_by("-pk")
    }
    return people.get(Role.SERVICE_MANAGER) or people.get(Role.OWNER)
