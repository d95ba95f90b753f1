"""The people of the story: one of each role, and a stranger at another provider.

Tests use this fixed cast under the name `world`; the furnished demo begins with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from upheld.foundation.actor import Actor, system
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import Membership, Person
from upheld.people.operations.founding import found_provider
from upheld.people.operations.people import add_person
from upheld.people.queries.actors import actor_of
from upheld.people.roles import Role

if TYPE_CHECKING:
    from upheld.foundation.models import Provider

OPENING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning: when the small world begins."""

PASSWORD = "promises-are-kept"  # noqa: S105  the demo's own, printed at start

CAST: tuple[tuple[str, str, Role, str], ...] = (
    ("sam", "Sam Okafor", Role.SERVICE_MANAGER, "Service manager"),
    ("lena", "Lena Brandt", Role.SALESPERSON, "Account executive"),
    ("marek", "Marek Novak", Role.SALES_ENGINEER, "Sales engineer"),
    ("dana", "Dana Whitfield", Role.TECHNICIAN, "Senior technician"),
    ("theo", "Theo Marsh", Role.TECHNICIAN, "Technician"),
    ("priya", "Priya Raman", Role.MARKETER, "Marketing manager"),
    ("felix", "Felix Adeyemi", Role.FINANCE, "Finance manager"),
)


@dataclass(frozen=True)
class Company:
    """A provider with its people, by their handles."""

    provider: Provider
    people: dict[str, Person]
    actors: dict[str, Actor]

    def __getattr__(self, handle: str) -> Actor:
        """Give the actor with that handle: `world.sam`."""
        try:
            return self.actors[handle]
        except KeyError:
            raise AttributeError(handle) from None

    @property
    def system(self) -> Actor:
        """Give the actor for what the company's Upheld does by itself."""
        return system(self.provider.pk)


def found_company(
    name: str,
    slug: str,
    *,
    owner: tuple[str, str],
    cast: tuple[tuple[str, str, Role, str], ...] = CAST,
    at: datetime = OPENING,
    password: str | None = None,
) -> Company:
    """Found a provider and let its people in."""
    domain = f"{slug}.example"
    provider, first = found_provider(
        name=name,
        slug=slug,
        owner_name=owner[1],
        owner_email=f"{owner[0]}@{domain}",
        owner_password=password,
        at=at,
    )
    people = {owner[0]: first}
    with open_provider(provider.pk):
        boss = actor_of_person(first)
        for handle, person_name, role, title in cast:
            people[handle] = add_person(
                name=person_name,
                email=f"{handle}@{domain}",
                role=role,
                password=password,
                title=title,
                handle=handle,
                manager=people.get("sam") if role is Role.TECHNICIAN else first,
                hired_on=date(2022, 1, 10),
                by=boss,
                at=at,
            )
        actors = {handle: actor_of_person(person) for handle, person in people.items()}
    return Company(provider, people, actors)


def actor_of_person(person: Person) -> Actor:
    """Give somebody of the staff as an actor, as a request would."""
    membership = Membership.objects.get(provider_id=person.provider_id, person_id=person.pk)
    return actor_of(membership)
