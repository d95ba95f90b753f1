"""What happens to a ticket, as far as its service clocks care, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from upheld.foundation.values.business_time import Calendar


class Happened(StrEnum):
    """A kind of event. REPLIED is a public answer of ours; notes inside are no event here."""

    CREATED = auto()
    REPLIED = auto()
    STATE_CHANGED = auto()
    PRIORITY_CHANGED = auto()
    POLICY_CHANGED = auto()
    RESOLVED = auto()
    REOPENED = auto()


class Target(StrEnum):
    """Which of the two agreed times is looked at."""

    FIRST_RESPONSE = auto()
    RESOLUTION = auto()


@dataclass(frozen=True, slots=True)
class ServicePolicy:
    """What was agreed: business seconds by priority, the calendar they are counted in, pauses.

    A priority that is not in a table has no target. `pausing_states` are those in which the
    resolution clock rests because the customer is asked for something; the first response is
    never paused.
    """

    calendar: Calendar
    first_response: Mapping[int, int]
    resolution: Mapping[int, int]
    pausing_states: frozenset[str] = frozenset()

    def target(self, target: Target, priority: int) -> int | None:
        """Give the agreed business seconds, or None where nothing was agreed."""
        table = self.first_response if target is Target.FIRST_RESPONSE else self.resolution
        return table.get(priority)


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """One event; what its kind does not use is left at its default.

    CREATED carries state and priority, STATE_CHANGED a state, PRIORITY_CHANGED a priority,
    POLICY_CHANGED the policy that holds from then on. `by_person` is false for automatic
    replies and for resolutions that a rule or a monitor made.
    """

    at: datetime
    happened: Happened
    state: str = ""
    priority: int = 0
    policy: ServicePolicy | None = None
    by_person: bool = True
