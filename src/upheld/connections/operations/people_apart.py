"""What people need beyond their columns: a short name of their own, and no sign-in from a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from upheld.connections.queries.weighing import person_source
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


def finish_person(columns: dict[str, Any], system: str, key: str) -> dict[str, Any]:
    """Say where somebody comes from."""
    return {**columns, "source_id": person_source(system, key)}


def hand_out_handles(people: Iterable[Owned]) -> None:
    """Give each new person a short name that nobody has yet: dana, then dana2."""
    taken = set(Person.objects.values_list("handle", flat=True))
    for person in people:
        if isinstance(person, Person):
            person.handle = _free(person.name, taken)
            taken.add(person.handle)


def _free(name: str, taken: set[str]) -> str:
    words = name.lower().split()
    base = re.sub(r"[^a-z0-9]+", "-", words[0] if words else "").strip("-")[:30] or "person"
    if base not in taken:
        return base
    return next(f"{base}{n}" for n in range(2, len(taken) + 3) if f"{base}{n}" not in taken)
