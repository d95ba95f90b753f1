"""Whom service levels had told, and what of it waits for them still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Concat

from upheld.desk.models import Escalation
from upheld.desk.rules.ticket_events import WHOLE_PPM

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor


def waiting_escalations(actor: Actor) -> QuerySet[Any]:
    """Find what somebody was told and has not seen, of clocks that still run.

    `sort` says "danger" or "missed" and of which target.
    """
    rows = Escalation.objects.filter(
        person=actor.person_id or 0, seen_at=None, over_at=None, ticket__void=False
    )
    worse = Case(When(share_ppm__gte=WHOLE_PPM, then=Value("missed ")), default=Value("danger "))
    named: QuerySet[Any] = rows.annotate(sort=Concat(worse, F("target"), output_field=CharField()))
    return named


def told_of(ticket: Ticket) -> QuerySet[Escalation]:
    """Give who was told of a ticket's targets, the newest first."""
    rows: QuerySet[Escalation] = Escalation.objects.filter(ticket=ticket)
    return rows.select_related("person").order_by("-told_at", "-pk")
