"""The people to choose from in filters; who they are is told by the people package at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from upheld.foundation.lists.given import Given
from upheld.foundation.ui.shapes import Choice

PeopleSource = Callable[[], Iterable[tuple[int, str]]]

_source: PeopleSource = tuple


def offer_people(source: PeopleSource) -> None:
    """Say where names come from: ids and names, in the order to show; called once, by `wiring`."""
    global _source  # noqa: PLW0603  installed once at start
    _source = source


def people_to_choose(given: Given) -> tuple[Choice, ...]:
    """Give the people of the open provider, read once for all filters of a list."""
    if given.people is None:
        given.people = tuple(Choice(str(person_id), name) for person_id, name in _source())
    return given.people
