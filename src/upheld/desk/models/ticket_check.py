"""Checklists on tickets: small things to tick, which need no procedure."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.desk.models.ticket import Ticket
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class TicketCheck(Owned):
    """One thing to tick on a ticket, and who ticked it when."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    """Its place on the ticket, from 1."""
    words = models.CharField(max_length=200)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "check"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "number"], name="ticket_check_once"
            ),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False), name="ticket_check_done_at"
            ),
        )

    def __str__(self) -> str:
        return self.words
