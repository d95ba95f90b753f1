"""Which ticket has which tag, and what was decided about tags."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.desk.models.ticket import Ticket
from upheld.foundation.tenancy.owned import Owned

LONGEST_TAG = 40


class TicketTag(Owned):
    """A tag of a ticket, so that tags are counted and tickets found by them.

    Written only where `Ticket.tags` is, by operations/ticket_tags.py.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    tag = models.CharField(max_length=LONGEST_TAG)

    class Meta(Owned.Meta):
        verbose_name = "tag of a ticket"
        constraints = (
            models.UniqueConstraint(fields=["provider", "ticket", "tag"], name="ticket_tag_once"),
        )
        indexes = (models.Index(fields=["provider", "tag", "ticket"], name="ticket_by_tag"),)

    def __str__(self) -> str:
        return self.tag


class TagRule(Owned):
    """A tag that is not to be used any more: what is written instead, or nothing."""

    tag = models.CharField(max_length=LONGEST_TAG)
    instead = models.CharField(max_length=LONGEST_TAG, blank=True, default="")
    """Empty: it is retired; tickets that have it keep it."""
    since = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "rule for a tag"
        constraints = (
            models.UniqueConstraint(fields=["provider", "tag"], name="tag_rule_once"),
            models.CheckConstraint(condition=~Q(tag=models.F("instead")), name="tag_not_itself"),
        )

    def __str__(self) -> str:
        return self.tag
