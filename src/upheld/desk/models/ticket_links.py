"""Tickets that have to do with each other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upheld.desk.models.ticket import Ticket
from upheld.foundation.tenancy.owned import Owned


class TicketRelation(Owned):
    """Two tickets that are worth reading together; kept once, the older first."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "relation"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "other"], name="ticket_relation_once"
            ),
            models.CheckConstraint(
                condition=Q(ticket__lt=F("other")), name="ticket_relation_older_first"
            ),
        )
        indexes = (models.Index(fields=["provider", "other"], name="ticket_relation_back"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.other_id}"
