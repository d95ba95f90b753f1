"""Tickets are handed on, made more or less urgent, corrected, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import TicketEntry
from upheld.desk.operations.ticket_course import happen, locked, record_ticket, settle
from upheld.desk.operations.ticket_tags import keep_tags
from upheld.desk.queries.service_levels import policy_in_force
from upheld.desk.queries.ticket_tags import tags_meant
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.customers.models import Company, Contact
    from upheld.desk.models import ServiceLevelPolicy, Ticket
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

NOT_GIVEN: Any = object()
"""Tells "leave it" from "nobody"."""


@operation(May.WORK_ON_TICKETS)
def assign_ticket(
    *, ticket: Ticket, assignee: Person | None, by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Give a ticket to somebody, or to nobody. Refuses with: changed_meanwhile, not_found,
    invalid_input (somebody who has left).
    """
    ticket = locked(ticket, by, seen)
    if assignee is not None and not assignee.active:
        raise invalid(assignee=f"{assignee.name} no longer works here.")
    if ticket.assignee_id == (assignee.pk if assignee else None):
        return unchanged(ticket)
    handed_on = ticket.assignee_id is not None
    happen(ticket, "assigned", by, at, before=_name(ticket.assignee), after=_name(assignee))
    ticket.change(
        assignee_id=assignee.pk if assignee else None,
        reassigned=ticket.reassigned + int(handed_on),
        last_at=at,
    )
    record_ticket(Event.TICKET_ASSIGNED, ticket, assignee=ticket.assignee_id)
    return ticket


@operation(May.WORK_ON_TICKETS)
def prioritise_ticket(
    *, ticket: Ticket, priority: int, by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Set how urgent a ticket is, 1 critical to 4 low; its clocks follow from this moment on.

    Refuses with: invalid_input, changed_meanwhile, not_found.
    """
    if priority not in PRIORITIES:
        raise invalid(priority="A priority is 1 (critical) to 4 (low).")
    ticket = locked(ticket, by, seen)
    if ticket.priority == priority:
        return unchanged(ticket)
    before = ticket.priority
    happen(ticket, "priority_changed", by, at, before=str(before), after=str(priority))
    settle(ticket, at, priority=priority)
    record_ticket(Event.TICKET_PRIORITISED, ticket, before=before)
    return ticket


@operation(May.WORK_ON_TICKETS)
def change_ticket(
    *,
    ticket: Ticket,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    title: str | None = None,
    kind: str | None = None,
    tags: Sequence[str] | None = None,
    company: Company | None = NOT_GIVEN,
    contact: Contact | None = NOT_GIVEN,
) -> Ticket:
    """Correct what a ticket is about; the level of another customer or kind holds from then on.

    Refuses with: invalid_input, changed_meanwhile, not_found.
    """
    ticket = locked(ticket, by, seen)
    fields: dict[str, Any] = {}
    if title is not None:
        fields["title"] = one_line(title)[:200]
        if not fields["title"]:
            raise invalid(title="Say in a few words what it is about.")
    if kind is not None:
        fields["kind"] = kind.strip()[:60]
    if tags is not None:
        fields["tags"] = tags_meant(tags, ticket.tags)
    if contact is not NOT_GIVEN:
        fields["contact"] = contact
    if company is not NOT_GIVEN and company != ticket.company:
        fields |= {"company": company, "contact": None} | fields
    if "company" in fields or fields.get("kind", ticket.kind) != ticket.kind:
        fields |= _policy_from_now(ticket, fields, by, at)
    if all(getattr(ticket, name) == value for name, value in fields.items()):
        return unchanged(ticket)
    before = list(ticket.tags)
    settle(ticket, at, **fields)
    keep_tags(ticket, before)
    record_ticket(Event.TICKET_CHANGED, ticket)
    return ticket


@operation(May.SET_SERVICE_LEVELS)
def put_under_level(
    *,
    ticket: Ticket,
    policy: ServiceLevelPolicy | None,
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Ticket:
    """Put one ticket under another level by hand, or under none, from this moment on.

    What was counted stays counted, and a target that was missed stays missed: yesterday is not
    rewritten. Moved to another customer or kind later, the ticket takes what holds there.
    Refuses with: invalid_input (no reason, another customer's level, one that has ended),
    changed_meanwhile, not_found, ticket_merged, ticket_settled.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise invalid(reason="Say why this ticket is counted differently.")
    ticket = locked(ticket, by, seen)
    if ticket.is_settled:
        raise Refused(
            "ticket_settled", "Its clocks have stopped: it is resolved.",
            what="It stays under its level.", remedy="Reopen it first, if it is not solved.",
        )  # fmt: skip
    _require_fits(policy, ticket)
    if (policy.pk if policy else None) == ticket.policy_id:
        return unchanged(ticket)
    before = ticket.policy_id
    happen(ticket, "policy_changed", by, at, before=str(before or ""),
           after=str(policy.pk) if policy else "", text=reason)  # fmt: skip
    settle(ticket, at, policy=policy)
    record_ticket(Event.TICKET_LEVEL_CHOSEN, ticket, reason=reason, before=before,
                  policy=ticket.policy_id)  # fmt: skip
    return ticket


def _require_fits(policy: ServiceLevelPolicy | None, ticket: Ticket) -> None:
    if policy is None:
        return
    if policy.company_id not in {None, ticket.company_id}:
        raise invalid(policy="This is another customer's service level.")
    if policy.until_at is not None:
        raise invalid(policy="This service level has ended.")


@operation(May.OPEN_TICKETS)
def take_back_ticket(*, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Take a ticket back that was opened by a slip: kept, shown nowhere, counted nowhere.

    Refuses with: not_found, ticket_in_use (somebody else has done something on it).
    """
    ticket = locked(ticket, by)
    others = TicketEntry.objects.filter(ticket=ticket).exclude(person_id=by.person_id)
    if others.exists():
        raise Refused(
            "ticket_in_use",
            "Somebody else has worked on this ticket since.",
            what="The ticket was not taken back.",
            remedy="Resolve it instead.",
        )
    ticket.change(void=True, last_at=at)
    record_ticket(Event.TICKET_TAKEN_BACK, ticket)
    return ticket


def _policy_from_now(
    ticket: Ticket, fields: dict[str, Any], by: Actor, at: datetime
) -> dict[str, Any]:
    """Put a ticket under the service level of its new customer or kind, if that is another."""
    company = fields.get("company", ticket.company)
    kind = fields.get("kind", ticket.kind)
    policy = policy_in_force(company.pk if company else None, at, kind)
    if policy == ticket.policy:
        return {}
    happen(
        ticket, "policy_changed", by, at, before=str(ticket.policy_id or ""),
        after=str(policy.pk) if policy else "",
    )  # fmt: skip
    return {"policy": policy}


def _name(person: Person | None) -> str:
    return person.name[:60] if person else ""
