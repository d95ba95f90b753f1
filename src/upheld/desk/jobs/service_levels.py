"""What runs by itself for signed service levels: months are counted, the next ones promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.models import Agreement
from upheld.agreements.models.agreement import AgreementState
from upheld.desk.mails import mail_escalation
from upheld.desk.models import Escalation, ServiceLevelPolicy, Ticket
from upheld.desk.operations.service_escalations import escalate_ticket
from upheld.desk.operations.service_history import hold_history, without_level
from upheld.desk.operations.service_promises import (
    months_promised,
    promise_next_month,
    settle_month,
)
from upheld.foundation.jobs import Daily, Every, Periodic, job
from upheld.foundation.news import NEWS_LASTS, NOT_NEEDED
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

AT_ONCE = 500
"""Tickets in one turn: a standstill of a night is made up for in a few."""

PERIODIC = (
    Periodic("desk.count_months", Daily(hour=1), "Settle what service levels promised"),
    Periodic("desk.escalate", Every(minutes=1), "Tell of targets in danger and missed"),
)


@job("desk.count_months", title="Settle what service levels promised")
def count_months(*, by: Actor, at: datetime) -> str:
    """Settle each month that is over and promise the running one, one transaction for each."""
    settled = promised = 0
    standing = Agreement.objects.filter(state=AgreementState.ACTIVE, monthly_minor__gt=0)
    rows = standing.select_related("company", "provider", "signature__version_signed")
    for agreement in rows.order_by("pk"):
        for promise in months_promised(agreement).filter(state=PromiseState.AGREED.value):
            done = settle_month(promise=promise, agreement=agreement, by=by, at=at)
            settled += done.settled_at is not None
        promised += promise_next_month(agreement=agreement, by=by, at=at) is not None
    return f"{settled} months settled, {promised} promised"


@job("desk.escalate", title="Tell of targets in danger and missed")
def escalate(*, by: Actor, at: datetime) -> str:
    """Tell whom service levels name, of the tickets whose moment has come: a transaction each.

    Whatever is left, by a worker that was ended or by the end of one turn's share, is found again
    by the same index at the next turn.
    """
    due = Ticket.objects.filter(escalate_at__lte=at, void=False).order_by("escalate_at", "pk")
    told = 0
    for ticket in due.select_related("company")[:AT_ONCE]:
        told += len(escalate_ticket(ticket=ticket, by=by, at=at))
    return f"{told} told"


@job("desk.tell_escalated", title="Mail somebody that a target is in danger", whole=True)
def tell_escalated(*, by: Actor, at: datetime, escalation_id: int) -> str:
    """Mail whoever was told, unless it is no news any more."""
    del by
    row = Escalation.objects.select_related("ticket__provider", "person").get(pk=escalation_id)
    if row.over_at is not None or row.seen_at is not None or at - row.told_at > NEWS_LASTS:
        return NOT_NEEDED
    return f"{mail_escalation(row)} mailed."


@job("desk.hold_history", title="Hold imported tickets to a service level", longest=3600)
def hold_imported(*, by: Actor, at: datetime, policy_id: int) -> str:
    """Hold whatever came from other systems and has no level to this one, some hundreds at once.

    Ended in the middle it goes on where it was: a ticket that has the level is not found again.
    """
    policy = ServiceLevelPolicy.objects.select_related("schedule", "provider").get(pk=policy_id)
    held = 0
    while tickets := list(without_level(policy)[:AT_ONCE]):
        held += hold_history(policy=policy, tickets=tickets, by=by, at=at)
    return f"{held} tickets held to “{policy.name}”"
