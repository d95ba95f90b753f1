"""Conditions by which tickets are queued, and the filter for those that depend on the moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from upheld.desk.models import TicketAnswer, TicketField, TicketTag
from upheld.foundation.lists.filters import Entry, Taken
from upheld.foundation.lists.given import Given, Unusable
from upheld.foundation.ui.shapes import Choice

SOON = timedelta(hours=4)
"""What falls due within so long is in danger."""

TOO_LONG = timedelta(days=5)
"""A customer who was asked so long ago has forgotten it."""

LONGEST_ID = 18

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


@dataclass(frozen=True, slots=True)
class ByAnswer:
    """Tickets by what stands in the provider's own fields: `field=12:Red`, any number of them.

    Several answers of one field are one or the other; answers of two fields are both.
    """

    fields: Sequence[TicketField] | None = None
    """Those that are asked, where they were read before."""
    key: str = "field"
    title: str = "Field"
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key, which may be repeated in the address."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Find the tickets by the rows that are kept for this."""
        asked = given.many(self.key)
        if not asked:
            return None
        wanted: dict[int, list[str]] = {}
        for one in asked:
            pk, _, value = one.partition(":")
            if not value or not (pk.isascii() and pk.isdigit()) or len(pk) > LONGEST_ID:
                raise Unusable(self.key, f"“{one}” is no field and answer, such as 12:Red.")
            wanted.setdefault(int(pk), []).append(value)
        names = dict(TicketField.objects.filter(pk__in=wanted).values_list("pk", "name"))
        if len(names) != len(wanted):
            raise Unusable(self.key, "There is no such field that you can see.")
        where = Q()
        for field_id, values in wanted.items():
            found = TicketAnswer.objects.filter(field_id=field_id, value__in=values).order_by()
            where &= Q(pk__in=found.values("ticket_id"))
        said = (f"{names[key]}: {' or '.join(values)}" for key, values in wanted.items())
        return Taken(where, ", ".join(said))

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give a choice for each field that offers some; other answers stay as they were asked."""
        texts, found = given.texts(self.key), list[Entry]()
        for field in self.fields or ():
            offered = {"choice": field.choices, "yes_no": ["yes", "no"]}.get(field.kind, [])
            if offered:
                boxes = tuple(Choice(f"{field.pk}:{one}", one.capitalize()) for one in offered)
                found.append(Entry("many", self.key, field.name, texts, boxes))
        shown = {choice.value for entry in found for choice in entry.choices}
        kept = (Entry("kept", self.key, "", (one,)) for one in texts if one not in shown)
        return (*found, *kept)


@dataclass(frozen=True, slots=True)
class ByTag:
    """Tickets that have a tag: what a link from the page of tags asks for."""

    key: str = "tag"
    title: str = "Tag"
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the key."""
        return (self.key,)

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Find the tickets by the rows that are kept for this."""
        tag = given.one(self.key)
        if not tag:
            return None
        found = TicketTag.objects.filter(tag=tag).order_by().values("ticket_id")
        return Taken(Q(pk__in=found), tag)

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Keep what is asked when the form is sent."""
        return tuple(Entry("kept", self.key, "", (one,)) for one in given.texts(self.key))
