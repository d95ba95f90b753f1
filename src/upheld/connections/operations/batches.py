"""Taking rows in: a batch is one operation, one transaction and one entry of the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from upheld.connections.events import Event
from upheld.connections.may import May
from upheld.connections.models import ImportRefusal, ImportRun, RunState
from upheld.connections.operations.settling import fields_of, settle
from upheld.connections.queries.known import Known
from upheld.connections.queries.weighing import Weighed, weigh
from upheld.connections.rules.outcome import Refusal
from upheld.connections.rules.placing import STORED_AS
from upheld.connections.rules.records import Record
from upheld.connections.rules.tally import merged_notes
from upheld.foundation.models.provider import Provider
from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.timekeeping.operations.locking import held_line

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

AT_ONCE = 1000


@operation(May.RUN_IMPORTS)
def import_batch(
    *,
    run: ImportRun,
    items: Sequence[Record | Refusal],
    position: int,
    known: Known,
    by: Actor,
    at: datetime,
) -> ImportRun:
    """Take in the items that stand from `position` on in the walk; all of them or none.

    Each becomes a new, changed or unchanged record, or a refused row with its number and reason.
    Refuses with: import_not_running (it was cancelled), taken_over (another worker is ahead).
    """
    run = lock(run)
    if run.state != RunState.RUNNING:
        raise Refused("import_not_running", "The import was cancelled meanwhile.")
    if run.position != position:
        raise Refused("taken_over", "Another worker has taken this import over.")
    currency = Provider.objects.only("currency").get(pk=by.provider_id).currency
    if STORED_AS.get(run.kind, run.kind) == "time":
        # Before it is asked which days are settled: nobody settles more of them meanwhile.
        held_line(by)
    weighed = weigh(run.kind, items, known, currency)
    shown, changes = settle(weighed, known, at)
    _keep_refusals(run, weighed)
    _count(run, weighed, len(items), at)
    _record(run, weighed, changes, shown, position)
    return run


def _count(run: ImportRun, weighed: Weighed, items: int, at: datetime) -> None:
    run.change(
        position=run.position + items,
        rows=run.rows + weighed.rows,
        created=run.created + weighed.created,
        updated=run.updated + weighed.updated,
        unchanged=run.unchanged + weighed.unchanged,
        refused=run.refused + len(weighed.refused),
        events_new=run.events_new + weighed.events_new,
        events_known=run.events_known + weighed.events_known,
        notes=merged_notes(run.notes, weighed.notes),
        heard_at=at,
    )


def _keep_refusals(run: ImportRun, weighed: Weighed) -> None:
    rows = [
        ImportRefusal(run=run, row=one.row, code=one.code, reason=one.reason, cells=one.cells)
        for one in weighed.refused
    ]
    ImportRefusal.objects.bulk_create(rows, batch_size=AT_ONCE)


def _record(
    run: ImportRun, weighed: Weighed, changes: dict[str, Any], shown: Sequence[Any], position: int
) -> None:
    """Write one entry: how many, and a digest by which each row can be held against the file."""
    digest = hashlib.sha256("\n".join(weighed.digests).encode()).hexdigest()
    record(
        Event.ROWS_TAKEN_IN,
        run,
        about=shown,
        private={"changed": changes} if changes else None,
        kind=run.kind,
        from_item=position,
        rows=weighed.rows,
        created=weighed.created,
        updated=weighed.updated,
        unchanged=weighed.unchanged,
        refused=len(weighed.refused),
        columns=list(fields_of(changes)),
        digest=digest,
    )
