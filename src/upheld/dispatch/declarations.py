"""How what happens to planned time is said, and how its fields are called."""

from __future__ import annotations

from upheld.dispatch.events import Event
from upheld.dispatch.models import PlannedBlock
from upheld.foundation.record.sayings import FieldSaid, name_fields, say

say(Event.BLOCK_PLANNED, "planned “{title}” for {name} on {day}", kind="note")
say(Event.BLOCK_MOVED, "moved “{title}” to {name} on {day}", kind="note")
say(Event.BLOCK_DROPPED, "took “{title}” of {day} from the plan of {name}", kind="note")

_SAID_ALREADY = FieldSaid("", shown=False)
name_fields(
    PlannedBlock,
    person_id=_SAID_ALREADY,
    title=FieldSaid("Title"),
    note=FieldSaid("Note"),
    starts_at=FieldSaid("From"),
    ends_at=FieldSaid("Until"),
    set_aside=_SAID_ALREADY,
    dropped_at=_SAID_ALREADY,
    dropped_by_id=_SAID_ALREADY,
    changed_at=_SAID_ALREADY,
)
