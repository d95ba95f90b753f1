"""One entry of time with what became of it: locked, adjusted, replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.rules.locking import booked_on
from upheld.timekeeping.rules.work_types import work_type_because
from upheld.timekeeping.targets import rule_in_words

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from upheld.timekeeping.rules.deciding import Said


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry and its corrections, as its page shows them."""

    entry: TimeEntry
    locked: date | None
    """The last locked day, where the entry is settled by it."""
    books_on: date
    """Where a correction of it is booked."""
    adjustments: tuple[TimeEntry, ...]
    like_it: tuple[TimeEntry, ...]
    """Others of the same person on the same work that day."""
    decided: Said
    """The rule that decided who pays, in words."""
    sort_because: str
    """The rule that gave the work type."""

    @property
    def is_settled(self) -> bool:
        """Tell whether a correction leaves the entry as it is."""
        return self.locked is not None or bool(self.adjustments)

    @property
    def comes_to(self) -> int:
        """Give the seconds that remain on the entry's own work."""
        here = (self.entry.on_kind, self.entry.on_id, self.entry.on_title)
        known = [
            one.seconds
            for one in self.adjustments
            if (one.on_kind, one.on_id, one.on_title) == here
        ]
        return self.entry.seconds + sum(known)


def entry_page(entry: TimeEntry) -> EntryPage:
    """Read what belongs to an entry: three queries."""
    line = locked_through()
    rows = TimeEntry.objects.filter(adjusts=entry, void=False).order_by("pk")
    return EntryPage(
        entry=entry,
        locked=line if line is not None and entry.worked_on <= line else None,
        books_on=booked_on(entry.worked_on, line),
        adjustments=tuple(rows),
        like_it=tuple(like_it(entry)),
        decided=rule_in_words(entry.billing_rule, entry.billing_named),
        sort_because=work_type_because(entry.on_kind, entry.work_type),
    )


def like_it(entry: TimeEntry) -> QuerySet[TimeEntry]:
    """Give the other entries that could become one with an entry."""
    rows: QuerySet[TimeEntry] = TimeEntry.objects.filter(
        person_id=entry.person_id, worked_on=entry.worked_on, on_kind=entry.on_kind,
        on_id=entry.on_id, void=False, adjusts=None,
    )  # fmt: skip
    if entry.on_id is None:
        rows = rows.filter(on_title=entry.on_title)
    return rows.exclude(pk=entry.pk).order_by("started_at", "pk")
