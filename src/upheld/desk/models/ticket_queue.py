"""Queues by what they are for: the service desk, projects, procurement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.foundation.tenancy.owned import Owned


class TicketQueue(Owned):
    """A named place where tickets of one function wait, with the people who look after it."""

    name = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True, default="")
    people = models.JSONField(default=list, blank=True)
    """Ids of whoever looks after it."""
    view = models.CharField(max_length=20, blank=True, default="")
    """How its list opens: a key of rules/ticket_queues.py; empty for the usual."""
    closed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "queue"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "name"], condition=Q(closed_at=None), name="queue_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
