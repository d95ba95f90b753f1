"""What is promised of the desk is set, and set anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import ServiceLevelPolicy
from upheld.desk.models.ticket import TicketState
from upheld.desk.rules.ticket_events import WHOLE_PPM, Step
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid
from upheld.foundation.values.text import one_line
from upheld.people.models import Person
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.agreements.models import Agreement
    from upheld.customers.models import Company
    from upheld.foundation.actor import Actor
    from upheld.people.models import Schedule

LONGEST_TARGET = 366 * 24 * 3600
MOST_STEPS = 12


@operation(May.SET_SERVICE_LEVELS)
def set_service_level(
    *,
    name: str,
    schedule: Schedule,
    first_response: Mapping[int, int],
    resolution: Mapping[int, int],
    by: Actor,
    at: datetime,
    next_response: Mapping[int, int] | None = None,
    company: Company | None = None,
    agreement: Agreement | None = None,
    kind: str = "",
    steps: Sequence[Step] = (),
    pausing_states: Sequence[str] = (TicketState.WAITING.value,),
) -> ServiceLevelPolicy:
    """Let a service level hold for a customer, or for everybody without their own, from now on.

    The targets give business seconds of `schedule` by priority (1 to 4); a priority that is left
    out has none. `agreement` has it hold while that is in force, `kind` for one kind of ticket,
    in any letters. `steps` say who is told before and at a breach. The one that held until now
    for the same ends; tickets that began under it keep it. Refuses with: invalid_input.
    """
    del by
    targets = Targets(first_response, next_response or {}, resolution)
    kind = one_line(kind).lower()[:60]
    _require_usable(name, targets, pausing_states)
    _require_tellable(steps)
    if agreement is not None:
        if company is not None and company.pk != agreement.company_id:
            raise invalid(agreement="This agreement is another customer's.")
        company = agreement.company
    _end_those_before(at, company=company, agreement=agreement, kind=kind)
    policy = ServiceLevelPolicy(
        name=name.strip(), company=company, agreement=agreement, kind=kind, schedule=schedule,
        first_response=_stored(first_response), next_response=_stored(targets.next_response),
        resolution=_stored(resolution), pausing_states=sorted(pausing_states),
        steps=[_stored_step(one) for one in sorted(steps, key=_place)], from_at=at,
    )  # fmt: skip
    policy.save()
    record(
        Event.SERVICE_LEVEL_SET, policy, about=[company, agreement],
        company=company.pk if company else None, schedule=schedule.pk, kind=kind,
        first_response=policy.first_response, next_response=policy.next_response,
        resolution=policy.resolution, pausing_states=policy.pausing_states, steps=policy.steps,
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


def _end_those_before(at: datetime, **same: object) -> None:
    """End what held until now for the same customer, agreement and kind."""
    rows = ServiceLevelPolicy.objects.select_for_update().filter(**same, until_at=None)
    for old in rows:
        old.change(until_at=at)


class Targets(NamedTuple):
    """What is agreed, in business seconds by priority."""

    first_response: Mapping[int, int]
    next_response: Mapping[int, int]
    resolution: Mapping[int, int]


def _stored(table: Mapping[int, int]) -> dict[str, int]:
    return {str(priority): seconds for priority, seconds in sorted(table.items())}


def _place(step: Step) -> tuple[str, int]:
    return (step.target or "", step.share_ppm)


def _stored_step(step: Step) -> dict[str, object]:
    return {
        "share_ppm": step.share_ppm,
        "target": step.target.value if step.target else "",
        "people": sorted(set(step.people)),
        "function": step.function,
    }


def _require_usable(name: str, targets: Targets, pausing_states: Sequence[str]) -> None:
    if not name.strip():
        raise invalid(name="Give it a name.")
    for field, table in targets._asdict().items():
        if not set(table) <= set(PRIORITIES):
            raise invalid(**{field: "Priorities are 1 (critical) to 4 (low)."})
        if not all(0 < seconds <= LONGEST_TARGET for seconds in table.values()):
            raise invalid(**{field: "A target is more than nothing and at most a year."})
    if not any(targets):
        raise invalid(first_response="Give at least one target.")
    if not set(pausing_states) <= {TicketState.NEW, TicketState.OPEN, TicketState.WAITING}:
        raise invalid(pausing_states="A clock can rest in a state in which a ticket is open.")


def _require_tellable(steps: Sequence[Step]) -> None:
    if len(steps) > MOST_STEPS:
        raise invalid(steps=f"At most {MOST_STEPS} steps can tell somebody.")
    for step in steps:
        if not 0 < step.share_ppm <= WHOLE_PPM:
            raise invalid(steps="Somebody is told at more than 0 % and at most 100 % of a target.")
        if not step.people and not step.function:
            raise invalid(steps="Say who is told: a person, or whoever holds a function.")
        if step.function and step.function not in dict(FUNCTIONS):
            raise invalid(steps="This is not a function that somebody can hold.")
    wanted = {pk for step in steps for pk in step.people}
    if wanted and Person.objects.filter(pk__in=wanted, active=True).count() != len(wanted):
        raise invalid(steps="Somebody who is to be told does not work here any more.")
