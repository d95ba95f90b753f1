"""Calls with customers: whom, when, about what, and what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upheld.customers.models import Company, Contact
from upheld.desk.models.ticket import Ticket
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class Call(Owned):
    """One call of one of ours with a customer; it runs until it is ended."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who of ours spoke."""
    came_in = models.BooleanField(default=False)
    """They rang us."""
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True, default="")
    released_by = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose yes set a house rule aside, and what they said."""
    released_because = models.CharField(max_length=300, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "call"
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="call_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["provider", "person"], condition=Q(ended_at=None), name="one_call_runs"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "company", "-started_at"], name="calls_of_company"),
            models.Index(fields=["provider", "person", "started_at"], name="calls_of_person"),
        )

    def __str__(self) -> str:
        return f"Call with {self.contact.name if self.contact else self.company.name}"

    @property
    def seconds(self) -> int | None:
        """Give how long it lasted; None while it runs."""
        if self.ended_at is None:
            return None
        return int((self.ended_at - self.started_at).total_seconds())
