"""A provider's own fields of tickets, and by which of their answers tickets are found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.desk.models.ticket import Ticket
from upheld.desk.rules.ticket_fields import LONGEST_ANSWER, FieldKind, Wanted
from upheld.foundation.tenancy.owned import Owned

KIND_TITLES = (
    (FieldKind.TEXT.value, "Text"),
    (FieldKind.NUMBER.value, "Number"),
    (FieldKind.DATE.value, "Day"),
    (FieldKind.CHOICE.value, "Choice"),
    (FieldKind.YES_NO.value, "Yes or no"),
)
WANTED_TITLES = (
    (Wanted.NEVER.value, "Not required"),
    (Wanted.OPENING.value, "Required at opening"),
    (Wanted.CLOSING.value, "Required at closing"),
)


class TicketField(Owned):
    """A field that the provider asks for. A ticket keeps its answers beside it (`answers`)."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=KIND_TITLES)
    choices = models.JSONField(default=list, blank=True)
    wanted = models.CharField(max_length=7, choices=WANTED_TITLES, blank=True, default="")
    for_kinds = models.JSONField(default=list, blank=True)
    """In small letters; empty: on tickets of every kind."""
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)
    """Asked no longer; what was answered stays."""

    class Meta(Owned.Meta):
        verbose_name = "field"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "name"], condition=Q(retired_at=None), name="field_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class TicketAnswer(Owned):
    """One answer of a ticket, so that lists find tickets by it; the ticket itself holds them all.

    Written only where `Ticket.answers` is, by operations/ticket_fields.py.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    field = models.ForeignKey(
        TicketField, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    value = models.CharField(max_length=LONGEST_ANSWER)

    class Meta(Owned.Meta):
        verbose_name = "answer"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "field"], name="ticket_answer_once"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "field", "value", "ticket"], name="ticket_by_answer"),
        )

    def __str__(self) -> str:
        return self.value
