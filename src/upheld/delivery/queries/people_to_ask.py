"""Who can be asked to do work, for forms."""

from __future__ import annotations

from upheld.delivery.may import May
from upheld.people.models import Person
from upheld.people.roles import Role, capabilities_of

DELIVERING = [role.value for role in Role]


def people_who_deliver() -> list[tuple[str, str]]:
    """Give the active people whose role includes work on deliverables, by name."""
    roles = [one for one in DELIVERING if str(May.WORK_ON_DELIVERABLES) in capabilities_of(one)]
    people = Person.objects.filter(active=True, role__in=roles).order_by("name")
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")]
