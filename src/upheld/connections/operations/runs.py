"""An import from the moment its file is there until its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from upheld.connections.events import Event
from upheld.connections.may import May
from upheld.connections.models import ImportRun, RunState, SavedMapping
from upheld.connections.rules.kinds import KINDS
from upheld.connections.rules.mapping import MappingFault, from_json, to_json
from upheld.connections.rules.mapping_shape import require_shape
from upheld.foundation.jobs import enqueue
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

SILENT_AFTER = timedelta(minutes=3)
"""After so long without a batch nobody believes that a worker still has the import."""
RUN_JOB = "connections.run_import"
WEIGH_JOB = "connections.weigh_import"


@operation(May.RUN_IMPORTS)
def begin_import(
    *,
    kind: str,
    file_name: str,
    file_sha256: str,
    file_bytes: int,
    mapping: Mapping[str, Any],
    by: Actor,
    at: datetime,
    is_staged: bool = False,
    rows_expected: int | None = None,
) -> ImportRun:
    """Begin an import of a file whose mapping is known; nothing is taken in yet.

    A mapping may lack a field that is needed until a person names its column. Refuses with:
    invalid_input, bad_mapping.
    """
    if kind not in KINDS:
        raise invalid(kind="This kind cannot be imported.")
    run = ImportRun(
        number=next_number("import"),
        kind=kind,
        file_name=file_name[:200] or "file",
        file_sha256=file_sha256,
        file_bytes=file_bytes,
        is_staged=is_staged,
        mapping=_drafted(mapping, kind),
        begun_at=at,
        begun_by_id=by.person_id,
        rows_expected=rows_expected,
    )
    run.save()
    record(Event.IMPORT_BEGUN, run, kind=kind, file=file_sha256, bytes=file_bytes)
    return run


@operation(May.RUN_IMPORTS)
def set_mapping(
    *,
    run: ImportRun,
    mapping: Mapping[str, Any],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> ImportRun:
    """Say what the columns mean, before the import starts.

    Refuses with: bad_mapping, import_started, changed_meanwhile.
    """
    del by, at
    run = lock(run, seen)
    if run.state != RunState.STAGED:
        raise Refused(
            "import_started",
            "What the columns mean can only be changed before the import starts.",
            remedy="Cancel it, and bring the file again.",
        )
    checked = _checked(mapping, run.kind)
    if checked == run.mapping:
        return unchanged(run)
    run.change(mapping=checked, weighed={})
    record(Event.MAPPING_SET, run)
    return run


@operation(May.RUN_IMPORTS)
def start_import(*, run: ImportRun, by: Actor, at: datetime, in_background: bool) -> ImportRun:
    """Start taking rows in, or go on where it stopped; harmless while it runs.

    Refuses with: import_done, import_started, bad_mapping.
    """
    del by
    run = lock(run)
    if run.state == RunState.RUNNING and not is_silent(run, at):
        return unchanged(run)
    if run.state not in {RunState.STAGED, RunState.FAILED, RunState.CANCELLED, RunState.RUNNING}:
        raise _not_now(run)
    _checked(run.mapping, run.kind)
    run.change(
        state=RunState.RUNNING.value, started_at=run.started_at or at, ended_at=None,
        heard_at=at, stopped_because="",
    )  # fmt: skip
    record(Event.IMPORT_STARTED, run, from_item=run.position)
    if in_background:
        enqueue(RUN_JOB, run_id=run.pk)
    return run


@operation(May.RUN_IMPORTS)
def try_import(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Find out in the background what the import would do, without taking anything in.

    Refuses with: import_started, bad_mapping.
    """
    del by
    run = lock(run)
    if run.state == RunState.WEIGHING:
        return unchanged(run)
    if run.state != RunState.STAGED:
        raise _not_now(run)
    _checked(run.mapping, run.kind)
    run.change(state=RunState.WEIGHING.value, heard_at=at, weighed={})
    record(Event.IMPORT_WEIGHED, run)
    enqueue(WEIGH_JOB, run_id=run.pk)
    return run


@operation(May.RUN_IMPORTS)
def cancel_import(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Stop an import. What was taken in stays, and it can go on later; a trial just ends.

    Refuses with: import_done.
    """
    del by
    run = lock(run)
    if run.state == RunState.CANCELLED:
        return unchanged(run)
    if run.state == RunState.DONE:
        raise _not_now(run)
    if run.state == RunState.WEIGHING:
        run.change(state=RunState.STAGED.value)
    else:
        run.change(state=RunState.CANCELLED.value, ended_at=at)
    record(Event.IMPORT_CANCELLED, run, rows=run.rows)
    return run


@operation(May.RUN_IMPORTS)
def finish_import(
    *, run: ImportRun, by: Actor, at: datetime, notes: Mapping[str, Any] | None = None
) -> ImportRun:
    """Say that all rows are settled; `notes` are those of the reader, for the report."""
    del by
    run = lock(run)
    if run.state != RunState.RUNNING:
        return unchanged(run)
    run.change(state=RunState.DONE.value, ended_at=at, notes={**(notes or {}), **run.notes})
    record(
        Event.IMPORT_DONE, run, rows=run.rows, created=run.created, updated=run.updated,
        unchanged=run.unchanged, refused=run.refused,
    )  # fmt: skip
    return run


@operation(May.RUN_IMPORTS)
def fail_import(*, run: ImportRun, code: str, why: str, by: Actor, at: datetime) -> ImportRun:
    """Say why an import cannot go on. What was taken in before stays."""
    del by
    run = lock(run)
    if not run.is_under_way:
        return unchanged(run)
    run.change(state=RunState.FAILED.value, ended_at=at, stopped_because=why[:500])
    record(Event.IMPORT_FAILED, run, code=code, rows=run.rows)
    return run


@operation(May.RUN_IMPORTS)
def note_trial(
    *, run: ImportRun, report: Mapping[str, Any], by: Actor, at: datetime, is_whole: bool
) -> ImportRun:
    """Keep how far a trial has come, or what came of it. Nothing was taken in, so nothing is said.

    Refuses with: import_not_running.
    """
    del by
    run = lock(run)
    if run.state != RunState.WEIGHING:
        raise Refused("import_not_running", "The trial was ended meanwhile.")
    state = RunState.STAGED if is_whole else RunState.WEIGHING
    with bookkeeping():
        run.change(weighed=dict(report), heard_at=at, state=state.value)
    return unchanged(run)


@operation(May.RUN_IMPORTS)
def save_mapping(
    *, name: str, mapping: Mapping[str, Any], kind: str, by: Actor, at: datetime
) -> SavedMapping:
    """Keep a mapping under a name, in place of the one that had it.

    Refuses with: invalid_input, bad_mapping.
    """
    del by
    if not name.strip():
        raise invalid(name="Give the mapping a name.")
    checked = _checked(mapping, kind)
    saved: SavedMapping | None = SavedMapping.objects.filter(
        name=name.strip(), removed_at=None
    ).first()
    if saved is None:
        saved = SavedMapping(name=name.strip()[:80], kind=kind, mapping=checked, saved_at=at)
        saved.save()
    else:
        saved = lock(saved)
        if saved.mapping == checked and saved.kind == kind:
            return unchanged(saved)
        saved.change(mapping=checked, kind=kind, saved_at=at)
    record(Event.MAPPING_SAVED, saved, kind=kind)
    return saved


@operation(May.RUN_IMPORTS)
def remove_mapping(*, saved: SavedMapping, by: Actor, at: datetime) -> SavedMapping:
    """Offer a mapping no more; imports that used it keep theirs."""
    del by
    saved = lock(saved)
    if saved.removed_at is not None:
        return unchanged(saved)
    saved.change(removed_at=at)
    record(Event.MAPPING_REMOVED, saved)
    return saved


def is_silent(run: ImportRun, at: datetime) -> bool:
    """Tell whether a running import has said nothing for so long that it may be gone on with."""
    return run.heard_at is None or at - run.heard_at > SILENT_AFTER


def _drafted(mapping: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Take a mapping that may still lack a field which is needed."""
    try:
        return _checked(mapping, kind)
    except Refused as refused:
        fault = refused.__cause__
        if isinstance(fault, MappingFault) and fault.code == "field_missing":
            return dict(mapping)
        raise


def _checked(mapping: Mapping[str, Any], kind: str) -> dict[str, Any]:
    try:
        built = from_json(require_shape(mapping))
    except MappingFault as fault:
        raise bad_mapping(fault) from fault
    if built.kind != kind:
        raise Refused(
            "bad_mapping", f"The mapping is for {built.kind}, the import is of {kind}.",
            remedy="Choose a mapping of the same kind.",
        )  # fmt: skip
    return to_json(built)


def bad_mapping(fault: MappingFault) -> Refused:
    """Build the refusal of a mapping that cannot be used."""
    where = f" ({fault.where})" if fault.where else ""
    return Refused(
        "bad_mapping",
        f"{fault.reason}{where}",
        what="The mapping was not taken.",
        remedy="Correct it and try again; nothing was imported.",
    )


def _not_now(run: ImportRun) -> Refused:
    if run.state == RunState.DONE:
        return Refused(
            "import_done", "This import is done.", remedy="Bring the file again to import it again."
        )
    return Refused(
        "import_started",
        f"This cannot be done while the import is “{run.get_state_display()}”.",
        remedy="Cancel it, or wait for its end.",
    )
