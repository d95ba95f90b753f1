"""Whom one asks about: all who deliver, and their teams, functions and skills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.delivery.queries.people_to_ask import people_who_deliver
from upheld.people.models import FunctionHolder, Person
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

SKILL, TEAM = "skill-", "team-"
OFFICE = frozenset({"legal", "finance", "sales", "deal_desk", "owner"})
"""Functions that answer reviews and deliver nothing: shown only while work is promised of them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some people who are asked about together: all, a team, a function or a skill.

    Work without an owner falls to those of its `functions`.
    """

    key: str
    title: str
    people: tuple[int, ...]
    functions: frozenset[str] = frozenset()

    @property
    def members(self) -> frozenset[int]:
        """Its people's ids."""
        return frozenset(self.people)


def those_who_deliver() -> dict[int, Person]:
    """Give the active people whose role includes work on deliverables, by name: two queries."""
    ids = [int(pk) for pk, _ in people_who_deliver()]
    rows = Person.objects.filter(pk__in=ids).select_related("team").order_by("name", "pk")
    return {person.pk: person for person in rows}


class Groups:
    """The groups of some people: one query for who holds which function."""

    def __init__(
        self, people: Mapping[int, Person], functions: frozenset[str] = frozenset()
    ) -> None:
        self._people = people
        self._held = self._functions_held()
        self.everybody = Group("", "Everybody", tuple(people), functions)
        self.every: tuple[Group, ...] = (
            self.everybody, *self._teams(), *self._of_functions(), *self._skills()
        )  # fmt: skip

    def group(self, key: str) -> Group:
        """Give the group that goes by a key; everybody where there is none such."""
        return next((one for one in self.every if one.key == key), self.everybody)

    def of_function(self, function: str) -> Group:
        """Give a function's holders; where nobody of these people holds it, everybody."""
        held = self._held.get(function)
        if not held or not function:
            return self.everybody
        return Group(function, _spoken(function), tuple(held), frozenset({function}))

    def _functions_held(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        rows = FunctionHolder.objects.filter(person__active=True).order_by("rank", "pk")
        for function, person_id in rows.values_list("function", "person_id"):
            if person_id in self._people:
                found.setdefault(function, []).append(person_id)
        return found

    def _of_functions(self) -> list[Group]:
        asked = self.everybody.functions
        shown = [name for name in sorted(self._held) if name not in OFFICE or name in asked]
        return [self.of_function(name) for name in shown if name]

    def _teams(self) -> list[Group]:
        members: dict[tuple[str, int], list[int]] = {}
        for pk, person in self._people.items():
            if person.team is not None:
                members.setdefault((person.team.name, person.team.pk), []).append(pk)
        return [
            Group(f"{TEAM}{pk}", name, tuple(people))
            for (name, pk), people in sorted(members.items())
        ]

    def _skills(self) -> list[Group]:
        named: dict[str, tuple[str, list[int]]] = {}
        for pk, person in self._people.items():
            for skill in person.skills:
                named.setdefault(str(skill).casefold(), (str(skill), []))[1].append(pk)
        return [
            Group(f"{SKILL}{key}", title, tuple(dict.fromkeys(people)))
            for key, (title, people) in sorted(named.items())
        ]


def _spoken(function: str) -> str:
    return dict(FUNCTIONS).get(function) or function.replace("_", " ").capitalize()
