"""What happens to a ticket, as far as its service clocks care, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from upheld.foundation.values.business_time import Calendar


class Happened(StrEnum):
    """A kind of event. REPLIED is a public answer of ours; notes inside are no event here.

    ASKED means that the customer wrote on a ticket that was there already.
    """

    CREATED = auto()
    REPLIED = auto()
    ASKED = auto()
    STATE_CHANGED = auto()
    PRIORITY_CHANGED = auto()
    POLICY_CHANGED = auto()
    RESOLVED = auto()
    REOPENED = auto()


class Target(StrEnum):
    """Which of the agreed times is looked at."""

    FIRST_RESPONSE = auto()
    NEXT_RESPONSE = auto()
    RESOLUTION = auto()


WHOLE_PPM = 1_000_000
"""A step at the whole of a target is the breach."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who is told when so much of a target has passed, in parts per million of it.

    `people` are ids, `function` is answered for by whoever holds it then. Without a `target` it
    is about each of them.
    """

    share_ppm: int
    people: tuple[int, ...] = ()
    function: str = ""
    target: Target | None = None

    @property
    def is_breach(self) -> bool:
        """Tell whether it is about a target that was missed, not one in danger."""
        return self.share_ppm >= WHOLE_PPM


@dataclass(frozen=True, slots=True)
class ServicePolicy:
    """What was agreed: business seconds by priority, the calendar they are counted in, pauses.

    A priority that is not in a table has no target. `pausing_states` are those in which the
    resolution clock rests because the customer is asked for something; answers are never paused.
    `name` is for explanations, `steps` say who is told before and when a target is missed.
    """

    calendar: Calendar
    first_response: Mapping[int, int]
    resolution: Mapping[int, int]
    pausing_states: frozenset[str] = frozenset()
    next_response: Mapping[int, int] = field(default_factory=dict)
    name: str = ""
    steps: tuple[Step, ...] = ()

    def target(self, target: Target, priority: int) -> int | None:
        """Give the agreed business seconds, or None where nothing was agreed."""
        tables = {
            Target.FIRST_RESPONSE: self.first_response,
            Target.NEXT_RESPONSE: self.next_response,
            Target.RESOLUTION: self.resolution,
        }
        return tables[target].get(priority)


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """One event; what its kind does not use is left at its default.

    CREATED carries state and priority, STATE_CHANGED and REOPENED a state (from then on; nothing
    said is none that pauses), PRIORITY_CHANGED a priority,
    POLICY_CHANGED the policy that holds from then on. `by_person` is false for automatic
    replies and for resolutions that a rule or a monitor made.
    """

    at: datetime
    happened: Happened
    state: str = ""
    priority: int = 0
    policy: ServicePolicy | None = None
    by_person: bool = True
