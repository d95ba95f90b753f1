"""Folds a log of ticket events into tickets with their histories, whatever order the log is in.

Each line of such a log shows the ticket as it stood at one moment. A history keeps what changed, so
nothing is lost and nothing is stored twice: the lines can be told again from the changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, cast

from upheld.connections.rules.kinds import TICKET_FIELDS
from upheld.connections.rules.mapping import MappingFault
from upheld.connections.rules.normalise import Import, digest, in_one_form, source_key
from upheld.connections.rules.ordering import DiskSort, Placed
from upheld.connections.rules.outcome import Refusal, repeated_row
from upheld.connections.rules.records import TicketEvent, TicketRecord
from upheld.connections.rules.unreadable import Note

_OVER = frozenset({"resolved", "closed", "cancelled"})
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def ticket_histories(
    importing: Import, rows_held: int = 200_000
) -> Iterator[TicketRecord | Refusal]:
    """Walk the tickets of an event log in the order of their ids, refused rows among them.

    `importing` has the kind ticket-events. Events that repeat another to the letter are reported
    and left out. Notes on tickets: event_before_opening, history_ends_early, same_moment, and those
    of rows. Refuses with MappingFault field_missing where no column holds the ticket or the moment.
    """
    for name in ("ticket", "at"):
        if name not in importing.plan.fields:
            raise MappingFault("field_missing", "A log needs a column for this field.", name)
    with DiskSort(rows_held) as ordered:
        yield from _place_all(importing, ordered)
        for ticket, rows in groupby(ordered, key=lambda placed: placed.group):
            folding = _Folding(importing, ticket)
            record = folding.fold(rows)
            yield from folding.refusals
            yield record


def _place_all(importing: Import, ordered: DiskSort) -> Iterator[Refusal]:
    place = {name: index for index, name in enumerate(importing.plan.fields)}
    ticket, at, revision = place["ticket"], place["at"], place.get("revision")
    for found in importing.rows():
        if isinstance(found, Refusal):
            yield found
            continue
        row, values = found
        moment = (cast("datetime", values[at]) - _START) // _MICROSECOND
        version = None if revision is None else cast("int | None", values[revision])
        ordered.add(
            Placed(
                str(values[ticket]),
                moment,
                -1 if version is None else version,
                row.number,
                row.line,
                row.cells,
            )
        )


@dataclass(slots=True)
class _Folding:
    importing: Import
    ticket: str
    now: dict[str, Any] = field(default_factory=dict)
    history: list[TicketEvent] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    seen: dict[str, tuple[int, Sequence[str]]] = field(default_factory=dict)
    told: set[Note] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)

    def fold(self, rows: Iterator[Placed]) -> TicketRecord:
        for placed in rows:
            self._take(placed)
        self._tell_about_the_whole()
        self._date_by_states()
        named = {name: self.now.get(name) for name in TICKET_FIELDS}
        self.importing.outcome.records += 1
        record = self.importing.build(
            self.ticket,
            min(event.row for event in self.history),
            {**named, "history": tuple(self.history)},
            self.extra,
            self.notes,
        )
        return cast("TicketRecord", record)

    def _take(self, placed: Placed) -> None:
        importing = self.importing
        values = importing.plan.read(placed.cells)
        named: dict[str, Any] = {
            **importing.constants,
            **dict(zip(importing.plan.fields, values, strict=True)),
        }
        key = self._key(named, placed)
        if key is None:
            return
        notes = importing.plan.notes(placed.cells)
        self._tell(notes, placed.number)
        extra = importing.extras.read(placed.cells)
        self.history.append(
            TicketEvent(
                key=key,
                at=named["at"],
                by=named.get("by"),
                activity=named.get("activity"),
                revision=named.get("revision"),
                changes=self._changes(named),
                extra=self._changed_columns(extra),
                row=placed.number,
            )
        )
        self.extra = extra

    def _key(self, named: dict[str, Any], placed: Placed) -> str | None:
        """Name the event, or answer None for one that has been seen to the letter."""
        key = source_key(self.importing.mapping, named)
        if key is None:
            key = digest([in_one_form(value) for value in named.values()])
        first, cells = self.seen.setdefault(key, (placed.number, placed.cells))
        if first == placed.number:
            return key
        if cells == placed.cells:
            self._leave_out(placed, first)
            return None
        # Another change that claims the same identity: its content tells the two apart.
        key = f"{key}~{digest(placed.cells)}"
        again, _ = self.seen.setdefault(key, (placed.number, placed.cells))
        if again != placed.number:
            self._leave_out(placed, again)
            return None
        told = Note("same_moment", f"Rows {first} and {placed.number} claim the same change.")
        self._tell([told], placed.number)
        return key

    def _leave_out(self, placed: Placed, earlier: int) -> None:
        cells = tuple(placed.cells)
        refusal = Refusal(placed.number, placed.line, (repeated_row(earlier),), cells)
        self.refusals.append(self.importing.outcome.refuse(refusal))

    def _changes(self, named: dict[str, Any]) -> dict[str, object]:
        changes: dict[str, object] = {}
        for name in TICKET_FIELDS:
            value = named.get(name)
            if value != self.now.get(name):
                changes[name] = self.now[name] = value
        return changes

    def _changed_columns(self, extra: dict[str, str]) -> dict[str, str | None]:
        if extra == self.extra:
            return {}
        return {
            name: extra.get(name)
            for name in {**self.extra, **extra}
            if extra.get(name) != self.extra.get(name)
        }

    def _date_by_states(self) -> None:
        """Where no column dates opening, resolving and closing, the history's own moments do."""
        mapped = self.importing.plan.fields
        dates = {"opened_at": self.history[0].at}
        for event in self.history:
            if (state := event.changes.get("state")) in ("resolved", "closed"):
                dates[f"{state}_at"] = event.at
        if self.now.get("state") not in _OVER:
            dates = {"opened_at": dates["opened_at"]}
        for name, at in dates.items():
            if name not in mapped:
                self.now[name] = at

    def _tell(self, notes: Sequence[Note], row: int) -> None:
        # One ticket with forty lines says "corrected" once; the report still counts the rows.
        self.importing.outcome.tell(notes, row)
        for note in notes:
            if note not in self.told:
                self.told.add(note)
                self.notes.append(note)

    def _tell_about_the_whole(self) -> None:
        first, last = self.history[0], self.history[-1]
        opened, closed = self.now.get("opened_at"), self.now.get("closed_at")
        if opened is not None and first.at < opened:
            told = f"Row {first.row} tells of a change before the ticket was opened."
            self._tell([Note("event_before_opening", told)], first.row)
        if closed is not None and self.now.get("state") not in _OVER and last.at < closed:
            told = f"The ticket was closed, but the log ends before that, with row {last.row}."
            self._tell([Note("history_ends_early", told)], last.row)
