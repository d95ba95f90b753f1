"""The people of the staff by name, for filters to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from upheld.people.models import Person


def people_by_name() -> Iterable[tuple[int, str]]:
    """Give id and name of everybody who works here, then of who left: their work can be found."""
    rows = Person.objects.order_by("-active", "name", "pk").values_list("pk", "name", "active")
    return [(pk, name if active else f"{name} (left)") for pk, name, active in rows]
