"""Walks a file and takes it in, a batch and a transaction at a time; or tries what that would do.

Neither a request nor a job holds a transaction over the walk: a batch is settled for good before
the next, so that progress can be seen and a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upheld.connections.models import ImportRun
from upheld.connections.operations.batches import import_batch
from upheld.connections.operations.runs import fail_import, finish_import
from upheld.connections.queries.known import Known
from upheld.connections.queries.weighing import RefusedRow, Weighed, weigh
from upheld.connections.rules.mapping import ColumnMapping, MappingFault, from_json
from upheld.connections.rules.normalise import Import
from upheld.connections.rules.outcome import Refusal
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.records import CompanyRecord, PersonRecord, Record, TicketRecord
from upheld.connections.rules.tally import Notes, merged_notes, notes_of_walk
from upheld.connections.rules.ticket_histories import ticket_histories
from upheld.connections.rules.unreadable import Unreadable
from upheld.foundation import clock
from upheld.foundation.actor import Actor
from upheld.foundation.models.provider import Provider
from upheld.foundation.tenancy.scope import open_provider

RECORDS_AT_ONCE = 500
ROWS_AT_ONCE = 4_000
"""A batch holds the write lock of SQLite, so it ends well within the time that others wait."""
ROWS_SORTED_IN_MEMORY = 150_000
"""Beyond that a log is sorted on disk. The text of a hundred thousand rows weighs some 100 MB."""
MOST_REFUSALS_HELD = 10_000

Item = Record | Refusal
Batch = tuple[int, list[Item]]


@dataclass(slots=True)
class Walk:
    """One walk through a file under a mapping; `texts` gathers one text for each kind of note."""

    importing: Import
    texts: dict[str, str] = field(default_factory=dict)

    def batches(self, skip: int = 0) -> Iterator[Batch]:
        """Walk batches, each with its position; the first `skip` items are settled already."""
        position, batch, rows = 0, [], 0
        for position, item in enumerate(self._items()):
            if position < skip:
                continue
            batch.append(item)
            rows += _rows_of(item)
            if len(batch) >= RECORDS_AT_ONCE or rows >= ROWS_AT_ONCE:
                yield position + 1 - len(batch), batch
                batch, rows = [], 0
        if batch:
            yield position + 1 - len(batch), batch

    def _items(self) -> Iterator[Item]:
        if self.importing.mapping.kind == "ticket-events":
            items: Iterable[Item] = ticket_histories(self.importing, ROWS_SORTED_IN_MEMORY)
        else:
            items = self.importing.records()
        for item in items:
            if not isinstance(item, Refusal):
                for note in item.notes:
                    self.texts.setdefault(note.counted_as, note.text)
            yield item

    def notes(self) -> Notes:
        """Give what the reader told; complete after the walk."""
        return notes_of_walk(self.importing.outcome, self.texts)


@contextmanager
def walking(path: Path, mapping: ColumnMapping) -> Iterator[Walk]:
    """Open a file for a walk. Raises `Unreadable`, `MappingFault`, OSError."""
    with open_table(path) as table:
        yield Walk(Import(table, mapping))


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Look for cycles less often: a log makes millions of objects, and next to no cycles."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _read_ahead(batches: Iterator[Batch]) -> Generator[Batch, None, None]:
    """Read the next batch while the database is busy with this one; nothing here asks it."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _rows_of(item: Item) -> int:
    return max(len(item.history), 1) if isinstance(item, TicketRecord) else 1


def take_in(
    run: ImportRun,
    path: Path,
    by: Actor,
    *,
    heard: Callable[[ImportRun], None] = lambda _run: None,
) -> ImportRun:
    """Take a whole file in, from where the run stands on; the provider need not be open.

    A file or mapping that cannot be used ends the run and is raised: `Unreadable`, `MappingFault`.
    Refuses like `import_batch`.
    """
    try:
        mapping = from_json(run.mapping)
        with _rare_collection(), walking(path, mapping) as walk:
            known = Known(mapping.system)
            with closing(_read_ahead(walk.batches(run.position))) as batches:
                for position, batch in batches:
                    with open_provider(by.provider_id):
                        run = import_batch(
                            run=run, items=batch, position=position, known=known, by=by,
                            at=clock.now(),
                        )  # fmt: skip
                    heard(run)
            with open_provider(by.provider_id):
                return finish_import(run=run, notes=walk.notes(), by=by, at=clock.now())
    except (Unreadable, MappingFault) as fault:
        with open_provider(by.provider_id):
            fail_import(run=run, code=fault.code, why=str(fault), by=by, at=clock.now())
        raise


@dataclass(slots=True)
class Trial:
    """What taking a file in would do."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    events_new: int = 0
    events_known: int = 0
    refusals: list[RefusedRow] = field(default_factory=list)
    notes: Notes = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    """People and companies known afterwards by name or key; for the trial of the next file."""

    def add(self, weighed: Weighed) -> None:
        """Count a batch."""
        self.rows += weighed.rows
        self.created += weighed.created
        self.updated += weighed.updated
        self.unchanged += weighed.unchanged
        self.refused += len(weighed.refused)
        self.events_new += weighed.events_new
        self.events_known += weighed.events_known
        self.refusals += weighed.refused[: MOST_REFUSALS_HELD - len(self.refusals)]
        self.notes = merged_notes(self.notes, weighed.notes)

    def told(self, refusals: int = 100) -> dict[str, Any]:
        """Give the counts and the first refusals as plain data."""
        counts = {name: getattr(self, name) for name in COUNTS}
        shown = [{"row": one.row, "reason": one.reason} for one in self.refusals[:refusals]]
        return {**counts, "refusals": shown, "notes": self.notes}


COUNTS = ("rows", "created", "updated", "unchanged", "refused", "events_new", "events_known")
"""What a run and a trial count alike."""


def try_out(
    path: Path,
    mapping: ColumnMapping,
    by: Actor,
    *,
    planned: Iterable[str] = (),
    heard: Callable[[Trial], None] = lambda _trial: None,
) -> Trial:
    """Find out what taking a file in would do. Writes nothing.

    Raises `Unreadable`, `MappingFault`.
    """
    trial = Trial(planned=set(planned))
    with walking(path, mapping) as walk:
        known = Known(mapping.system, planned=trial.planned)
        with open_provider(by.provider_id):
            currency = Provider.objects.only("currency").get(pk=by.provider_id).currency
        for _position, batch in walk.batches():
            with open_provider(by.provider_id):
                trial.add(weigh(mapping.kind, batch, known, currency))
            trial.planned |= _named_in(batch)
            heard(trial)
        trial.notes = {**walk.notes(), **trial.notes}
    return trial


def _named_in(batch: Iterable[Item]) -> set[str]:
    names: list[str | None] = []
    for one in batch:
        if isinstance(one, PersonRecord):
            names += [one.name, one.email, one.source.key]
        elif isinstance(one, CompanyRecord):
            names += [one.name, one.source.key]
    return {name.casefold().strip() for name in names if name}
