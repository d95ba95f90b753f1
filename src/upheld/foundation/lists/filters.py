"""The filters a list can declare. Each names its parameters, and turns them into a condition.

What a person gives reaches the database as a value of the declared field's own type, or not at
all: `Unusable` says in words why not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import EnumType, StrEnum
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from upheld.foundation.lists.given import Given, Unusable
from upheld.foundation.lists.people import people_to_choose
from upheld.foundation.ui.shapes import Choice

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Taken:
    """What a filter made of the address: its condition, and how its chip says it."""

    where: Q
    said: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of the filter form. `kind`: many, one, day, kept, or a figure's own kind."""

    kind: str
    name: str
    title: str
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


class Filter(Protocol):
    """One declared filter."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def may(self) -> StrEnum | None: ...

    def names(self) -> tuple[str, ...]:
        """Give the parameters that belong to this filter."""

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:
        """Make the condition; nothing when it is off. Raises `Unusable`."""

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give the inputs of the form, filled with what is asked now."""


class ByText:
    """Rows in which every word asked for occurs somewhere in the declared texts."""

    key, title, may = "q", "Search", None

    def __init__(self, *paths: str) -> None:
        self.paths = paths

    def names(self) -> tuple[str, ...]:
        """Give `q`."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Look for at most six words, in any order and without regard to capitals."""
        words = given.one(self.key).split()[:MOST_WORDS]
        if not words:
            return None
        each = [reduce(or_, (Q((f"{p}__icontains", word)) for p in self.paths)) for word in words]
        return Taken(reduce(and_, each), " ".join(words))

    def entries(self, given: Given) -> tuple[Entry, ...]:  # noqa: ARG002  the bar has its own search box
        """Give none."""
        return ()


Choices = Sequence[tuple[Any, str]] | type[StrEnum]


@dataclass(frozen=True, slots=True)
class ByChoice:
    """Rows whose field holds one of the chosen values; several may be chosen."""

    key: str
    title: str
    path: str
    choices: Choices | Callable[[], Sequence[tuple[Any, str]]]
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key, which may be repeated in the address."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Compare with the declared values, never with what was sent."""
        asked = given.many(self.key)
        if not asked:
            return None
        known = {str(value): (value, title) for value, title in self._choices()}
        unknown = [one for one in asked if one not in known]
        if unknown:
            raise Unusable(self.key, f"“{unknown[0]}” is none of the choices of {self.title}.")
        chosen = [known[one] for one in asked]
        where = Q((f"{self.path}__in", [value for value, _ in chosen]))
        return Taken(where, ", ".join(title for _, title in chosen))

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give one box for each choice."""
        boxes = tuple(Choice(str(value), title) for value, title in self._choices())
        return (Entry("many", self.key, self.title, given.texts(self.key), boxes),)

    def _choices(self) -> Sequence[tuple[Any, str]]:
        if isinstance(self.choices, EnumType):
            return [(one.value, _spoken(one)) for one in self.choices]
        return self.choices() if callable(self.choices) else self.choices


def _spoken(one: Any) -> str:
    """Give a choice's own label, or its value as a person would say it."""
    return str(getattr(one, "label", "")) or str(one.value).replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ByPerson:
    """Rows that belong to a person of the staff: a chosen one, the reader ("me"), or nobody."""

    key: str
    title: str
    path: str
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Compare the person's id."""
        asked = given.one(self.key)
        if not asked:
            return None
        if asked == "none":
            return Taken(Q((f"{self.path}__isnull", True)), "nobody")
        if asked == "me":
            return Taken(Q((self.path, given.actor.person_id or 0)), "me")
        names = {str(choice.value): choice.title for choice in people_to_choose(given)}
        if asked not in names:
            raise Unusable(self.key, f"There is no such person to choose as {self.title}.")
        return Taken(Q((self.path, int(asked))), names[asked])

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give the people, after the reader and nobody."""
        people = (Choice("me", "Me"), Choice("none", "Nobody"), *people_to_choose(given))
        return (Entry("one", self.key, self.title, given.texts(self.key), people),)


@dataclass(frozen=True, slots=True)
class ByYesNo:
    """Rows for which a declared condition holds, or does not."""

    key: str
    title: str
    where: Q
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Apply the condition or its opposite."""
        asked = given.one(self.key).lower()
        if not asked:
            return None
        if asked not in {"yes", "no"}:
            raise Unusable(self.key, f"{self.title} is yes or no.")
        return Taken(self.where if asked == "yes" else ~self.where, asked)

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give yes and no."""
        either = (Choice("yes", "Yes"), Choice("no", "No"))
        return (Entry("one", self.key, self.title, given.texts(self.key), either),)


@dataclass(frozen=True, slots=True)
class ByRow:
    """Rows that belong to one other row, by its id: what a link from that row's page asks for.

    `name_of` gives what its chip says, or nothing when the reader cannot see that row. It is not
    in the filter form, which could not list a thousand customers.
    """

    key: str
    title: str
    path: str
    name_of: Callable[[int], str | None]
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Compare the id, once its name was found among what the reader may see."""
        row_id = given.whole(self.key)
        if row_id is None:
            return None
        name = self.name_of(row_id)
        if name is None:
            raise Unusable(self.key, f"There is no such {self.title.lower()} that you can see.")
        return Taken(Q((self.path, row_id)), name)

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Keep what is asked when the form is sent; there is nothing to fill in."""
        return tuple(Entry("kept", self.key, "", (one,)) for one in given.texts(self.key))


def entries_of(filters: Iterable[Filter], given: Given) -> tuple[Entry, ...]:
    """Give the inputs of all filters, in the order of their declaration."""
    return tuple(entry for one in filters for entry in one.entries(given))
