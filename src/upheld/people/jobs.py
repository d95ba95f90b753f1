"""What the people package does by itself: planned settings hold when their day has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.people.operations.planning import hold_planned

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("people.hold_planned", Every(minutes=5), "Let planned settings hold on their day"),
)


@job("people.hold_planned", title="Let planned settings hold on their day")
def hold(*, by: Actor, at: datetime) -> str:
    """Let what was planned hold whose day has come."""
    return f"{len(hold_planned(by=by, at=at))} settled"
