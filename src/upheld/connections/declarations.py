"""What people meet of this package elsewhere: how its events are said on a timeline."""

from __future__ import annotations

from upheld.connections.events import Event
from upheld.connections.models import ImportRun, RunState
from upheld.foundation.record.sayings import FieldSaid, name_fields, say

_COUNTED = (
    "position", "rows", "created", "updated", "unchanged", "refused", "events_new", "events_known",
    "started_at", "ended_at", "heard_at",
)  # fmt: skip
"""What the phrases say already."""

say(Event.IMPORT_BEGUN, "brought a file of {kind}", kind="file")
say(Event.MAPPING_SET, "set what its columns mean", kind="file")
say(Event.IMPORT_STARTED, "started the import", kind="file")
say(
    Event.ROWS_TAKEN_IN,
    "imported {kind}: {created} new, {updated} changed, {unchanged} as before, {refused} refused",
    kind="file",
)
say(Event.IMPORT_DONE, "finished the import of {rows} rows", kind="file")
say(Event.IMPORT_CANCELLED, "cancelled the import after {rows} rows", kind="file")
say(Event.IMPORT_FAILED, "could not go on with the import: {code}", kind="file")
say(Event.IMPORT_WEIGHED, "tried the import without taking anything in", kind="file")
say(Event.MAPPING_SAVED, "saved the mapping “{subject}”", kind="file")
say(Event.MAPPING_REMOVED, "removed the mapping “{subject}”", kind="file")

name_fields(
    ImportRun,
    **dict.fromkeys(_COUNTED, FieldSaid("Count", shown=False)),
    state=FieldSaid("State", titles=tuple(RunState.choices), shown=False),
    mapping=FieldSaid("Mapping", shown=False),
    weighed=FieldSaid("Trial", shown=False),
    notes=FieldSaid("Notes", shown=False),
)
