"""The filters over a range: days from and to, figures from and to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from upheld.foundation.lists.filters import Entry, Taken
from upheld.foundation.lists.given import Given, Unusable
from upheld.foundation.lists.kinds import Kind
from upheld.foundation.lists.paths import is_moment
from upheld.foundation.lists.spans import NAMED_SPANS, named_span, span_of_days, written_span
from upheld.foundation.lists.typed import read_amount, written_amount
from upheld.foundation.ui.shapes import Choice


@dataclass(frozen=True, slots=True)
class ByDays:
    """Rows whose day or moment falls in a span: named, or from a day to a day, both included."""

    key: str
    title: str
    path: str
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the named span's parameter and those of its two ends."""
        return (self.key, f"{self.key}_from", f"{self.key}_to")

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:
        """Compare days with a date, and the moments that bound them with a moment."""
        name, first, last = (given.one(one) for one in self.names())
        if not (name or first or last):
            return None
        start, end = self._days(given, name)
        span = span_of_days(start, end, given.zone, moments=is_moment(rows, self.path))
        where = Q()
        if span.start is not None:
            where &= Q((f"{self.path}__gte", span.start))
        if span.end is not None:
            where &= Q((f"{self.path}__lt", span.end))
        return Taken(where, NAMED_SPANS[name] if name else written_span(start, end))

    def _days(self, given: Given, name: str) -> tuple[date | None, date | None]:
        """Give the first and last day asked for, either of which may be open."""
        if name:
            if name not in NAMED_SPANS:
                raise Unusable(self.key, f"“{name}” is no span of days that {self.title} knows.")
            return named_span(name, given.at, given.zone)
        start, end = given.day(f"{self.key}_from"), given.day(f"{self.key}_to")
        if start and end and end < start:
            raise Unusable(f"{self.key}_to", f"{self.title} would end before it begins.")
        return start, end

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give the named spans and the two days."""
        named = tuple(Choice(name, title) for name, title in NAMED_SPANS.items())
        name, first, last = self.names()
        return (
            Entry("one", name, self.title, given.texts(name), named),
            Entry("day", first, f"{self.title}, from", given.texts(first)),
            Entry("day", last, f"{self.title}, to", given.texts(last)),
        )


@dataclass(frozen=True, slots=True)
class ByNumber:
    """Rows whose figure lies between two, both included, read as the kind of figure it is.

    `kind` is number, money, percent or effort, as of the column. The field holds whole units:
    minor units for money, parts per million for per cent, seconds for effort.
    """

    key: str
    title: str
    path: str
    kind: Kind = Kind.NUMBER
    may: StrEnum | None = None

    def names(self) -> tuple[str, ...]:
        """Give the parameters of the two ends."""
        return (f"{self.key}_min", f"{self.key}_max")

    def take(self, given: Given, rows: QuerySet[Any]) -> Taken | None:  # noqa: ARG002  one shape for all filters
        """Compare whole units."""
        low, high = (read_amount(given, name, self.kind) for name in self.names())
        if low is None and high is None:
            return None
        if low is not None and high is not None and high < low:
            raise Unusable(self.names()[1], f"{self.title}: the upper end is below the lower.")
        where = Q()
        if low is not None:
            where &= Q((f"{self.path}__gte", low))
        if high is not None:
            where &= Q((f"{self.path}__lte", high))
        said = [
            f"{word} {written_amount(given.one(name), self.kind)}"
            for word, name in zip(("from", "to"), self.names(), strict=True)
            if given.one(name)
        ]
        return Taken(where, " ".join(said))

    def entries(self, given: Given) -> tuple[Entry, ...]:
        """Give the two ends."""
        low, high = self.names()
        return (
            Entry(str(self.kind), low, f"{self.title}, at least", given.texts(low)),
            Entry(str(self.kind), high, f"{self.title}, at most", given.texts(high)),
        )
