"""Conditions by which tickets are queued, and the filter for those that depend on the moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from upheld.foundation.lists.filters import Entry, Taken
from upheld.foundation.lists.given import Given, Unusable
from upheld.foundation.ui.shapes import Choice

SOON = timedelta(hours=4)
"""What falls due within so long is in danger."""

TOO_LONG = timedelta(days=5)
"""A customer who was asked so long ago has forgotten it."""

OPEN = Q(state__in=("new", "open", "waiting"))
AWAKE = Q(snoozed_until=None)


@dataclass(frozen=True, slots=True)
class ByMoment:
    """Rows for which something holds at the moment of asking."""

    key: str
    title: str
    choices: Mapping[str, tuple[str, Callable[[datetime], Q]]]
    """By its value: how it is said, and the condition at a moment."""
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Make the condition for the moment at which the list is asked for."""
        asked = given.one(self.key)
        if not asked:
            return None
        if asked not in self.choices:
            raise Unusable(self.key, f"“{asked}” is none of the choices of {self.title}.")
        said, where = self.choices[asked]
        return Taken(where(given.at), said)

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give the choices."""
        offered = tuple(
            Choice(value, said.capitalize()) for value, (said, _) in self.choices.items()
        )
        return (Entry("one", self.key, self.title, given.texts(self.key), offered),)
