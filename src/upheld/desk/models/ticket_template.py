"""Templates: what a ticket of a known sort begins with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.desk.models.ticket_queue import TicketQueue
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class TicketTemplate(Owned):
    """What a ticket begins with. A ticket copies it: a later change alters no ticket."""

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    """What stands in the ticket as its first words; its customer reads them."""
    kind = models.CharField(max_length=60, blank=True, default="")
    priority = models.PositiveSmallIntegerField(default=3)
    queue = models.ForeignKey(TicketQueue, null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    tags = models.JSONField(default=list, blank=True)
    checks = models.JSONField(default=list, blank=True)
    """The words of its checklist, in order."""
    procedures = models.JSONField(default=list, blank=True)
    """Ids of the procedures that are begun with the ticket, in order."""
    retired_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "template"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="template_number_once"),
            models.UniqueConstraint(
                fields=["provider", "name"], condition=Q(retired_at=None), name="template_name_once"
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=4), name="template_priority_1_to_4"
            ),
        )

    def __str__(self) -> str:
        return self.name
