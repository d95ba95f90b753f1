"""Who knows what somebody did that is probably time: the one table of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.proposals_of_time import blocks_over, events_over
from upheld.desk.proposals_of_time import calls_made, tickets_answered
from upheld.selling.proposals_of_time import meetings_held

if TYPE_CHECKING:
    from upheld.timekeeping.proposing import Source

SOURCES: tuple[Source, ...] = (
    meetings_held, calls_made, tickets_answered, blocks_over, events_over,
)  # fmt: skip
