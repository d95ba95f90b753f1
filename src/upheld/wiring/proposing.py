"""Who knows what somebody did that is probably time, and when they are busy: both tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.proposals_of_time import blocks_over, events_over
from upheld.calendars.queries.busy import busy_in_calendars
from upheld.desk.proposals_of_time import calls_made, tickets_answered
from upheld.dispatch.busy import declare_busy
from upheld.selling.proposals_of_time import meetings_held
from upheld.timekeeping.proposing import declare_sources

if TYPE_CHECKING:
    from upheld.timekeeping.proposing import Source

SOURCES: tuple[Source, ...] = (
    meetings_held, calls_made, tickets_answered, blocks_over, events_over,
)  # fmt: skip


def install_who_knows() -> None:
    """Tell time and plan who knows; called once, at start."""
    declare_sources(SOURCES)
    declare_busy((busy_in_calendars,))
