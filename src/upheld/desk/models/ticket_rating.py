"""What the customer thought of how a ticket was solved: asked once, by a link of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.customers.models import Contact
from upheld.desk.models.ticket import Ticket
from upheld.desk.rules.satisfaction import Satisfied
from upheld.foundation.tenancy.owned import Owned


class TicketRating(Owned):
    """One question to one contact about one ticket, and their answer if they gave one."""

    customer_path = "ticket__company_id"

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    """The SHA-256 of the link's secret; empty where they answered in the portal unasked."""
    until = models.DateTimeField()
    rating = models.PositiveSmallIntegerField(
        null=True, choices=[(one.value, one.words) for one in Satisfied]
    )
    comment = models.CharField(max_length=500, blank=True, default="")
    rated_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "rating"
        constraints = (
            models.UniqueConstraint(fields=["provider", "ticket"], name="ticket_rating_once"),
            models.UniqueConstraint(
                fields=["provider", "secret_hash"],
                condition=~Q(secret_hash=""),
                name="ticket_rating_secret_once",
            ),
            models.CheckConstraint(
                condition=Q(rating=None, rated_at=None)
                | Q(rating__gte=1, rating__lte=3, rated_at__isnull=False),
                name="ticket_rating_has_moment",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "rated_at"], name="ticket_rating_given"),
            models.Index(fields=["provider", "asked_at"], name="ticket_rating_asked"),
            models.Index(fields=["provider", "contact", "asked_at"], name="ticket_rating_of"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.rating or 'not rated'}"
