"""What is promised of the desk is set, and set anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import ServiceLevelPolicy
from upheld.desk.models.ticket import TicketState
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.agreements.models import Agreement
    from upheld.customers.models import Company
    from upheld.foundation.actor import Actor
    from upheld.people.models import Schedule

LONGEST_TARGET = 366 * 24 * 3600


@operation(May.SET_SERVICE_LEVELS)
def set_service_level(
    *,
    name: str,
    schedule: Schedule,
    first_response: Mapping[int, int],
    resolution: Mapping[int, int],
    by: Actor,
    at: datetime,
    company: Company | None = None,
    agreement: Agreement | None = None,
    pausing_states: Sequence[str] = (TicketState.WAITING.value,),
) -> ServiceLevelPolicy:
    """Let a service level hold for a customer, or for everybody without their own, from now on.

    `first_response` and `resolution` give business seconds of `schedule` by priority (1 to 4);
    a priority that is left out has no target. The one that held until now ends; tickets that
    began under it keep it. Refuses with: invalid_input.
    """
    del by
    _require_usable(name, first_response, resolution, pausing_states)
    held = ServiceLevelPolicy.objects.select_for_update().filter(company=company, until_at=None)
    for old in held:
        old.change(until_at=at)
    policy = ServiceLevelPolicy(
        name=name.strip(), company=company, agreement=agreement, schedule=schedule,
        first_response={str(k): v for k, v in sorted(first_response.items())},
        resolution={str(k): v for k, v in sorted(resolution.items())},
        pausing_states=sorted(pausing_states), from_at=at,
    )  # fmt: skip
    policy.save()
    record(
        Event.SERVICE_LEVEL_SET, policy, about=[company],
        company=company.pk if company else None, schedule=schedule.pk,
        first_response=policy.first_response, resolution=policy.resolution,
        pausing_states=policy.pausing_states,
    )  # fmt: skip
    return policy


@operation(May.SET_SERVICE_LEVELS)
def end_service_level(
    *, policy: ServiceLevelPolicy, reason: str, by: Actor, at: datetime
) -> ServiceLevelPolicy:
    """Let a service level hold no longer for new tickets. Refuses with: invalid_input."""
    del by
    if not reason.strip():
        raise invalid(reason="Say why it ends.")
    policy = lock(policy)
    if policy.until_at is not None:
        return unchanged(policy)
    policy.change(until_at=at)
    record(Event.SERVICE_LEVEL_ENDED, policy, about=[policy.company], reason=reason.strip())
    return policy


def _require_usable(
    name: str,
    first_response: Mapping[int, int],
    resolution: Mapping[int, int],
    pausing_states: Sequence[str],
) -> None:
    if not name.strip():
        raise invalid(name="Give it a name.")
    for field, table in (("first_response", first_response), ("resolution", resolution)):
        if not set(table) <= set(PRIORITIES):
            raise invalid(**{field: "Priorities are 1 (critical) to 4 (low)."})
        if not all(0 < seconds <= LONGEST_TARGET for seconds in table.values()):
            raise invalid(**{field: "A target is more than nothing and at most a year."})
    if not first_response and not resolution:
        raise invalid(first_response="Give at least one target.")
    if not set(pausing_states) <= {TicketState.NEW, TicketState.OPEN, TicketState.WAITING}:
        raise invalid(pausing_states="A clock can rest in a state in which a ticket is open.")
