"""What a month of a signed service level comes to, target by target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.queries.targets_due import CLOCKS
from upheld.desk.rules.service_promises import Clock
from upheld.desk.rules.ticket_events import Target
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import ServiceMonth

CALLED = {
    Target.FIRST_RESPONSE: "first answers",
    Target.NEXT_RESPONSE: "next answers",
    Target.RESOLUTION: "solutions",
}


def month_clocks(month: ServiceMonth, at: datetime) -> tuple[Clock, ...]:
    """Count the clocks of a month by a moment, as the measures count them; one query for each.

    Further answers only where the level that was signed has a target for them.
    """
    return tuple(
        Clock(CALLED[target], *clock.counted(asked(month, at)))
        for target, clock in CLOCKS.items()
        if target is not Target.NEXT_RESPONSE or month.next_response
    )


def counted_targets(month: ServiceMonth, at: datetime) -> list[dict[str, Any]]:
    """Count each target that was signed, by priority: `met` and `missed` of what fell due.

    A ticket counts under the priority that it has now. What fell due under a priority that the
    signed text leaves out (the level was changed since) is counted too, with no seconds.
    """
    found = []
    for target, clock in CLOCKS.items():
        signed = month.signed(target)
        counted = clock.counted_by_priority(asked(month, at))
        for priority in sorted({*counted, *(int(key) for key in signed)}):
            met, due = counted.get(priority, (0, 0))
            found.append(
                {
                    "target": target.value,
                    "priority": priority,
                    "seconds": signed.get(str(priority)),
                    "met": met,
                    "missed": due - met,
                }
            )
    return found


def asked(month: ServiceMonth, at: datetime) -> Ask:
    """Ask for a month's customer alone."""
    period = Period(month.starts_at, month.ends_at)
    return Ask(period, at, only={"company": month.company_id})
