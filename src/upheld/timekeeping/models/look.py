"""Second looks at time: entries that a rule finds odd, and what people say to it."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.timekeeping.models.entry import TimeEntry


class LookState(models.TextChoices):
    """Whose turn it is."""

    OPEN = "open", "To look at"
    ASKED = "asked", "Asked"
    EXPLAINED = "explained", "Explained"
    FINE = "fine", "Fine"


class TimeLook(Owned):
    """One odd entry: why it is odd, the manager's question, the person's answer."""

    entry = models.ForeignKey(TimeEntry, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Whose time it is."""
    oddities = models.JSONField(default=list)
    """What is odd, in order: {"code": "long_day", "why": "..."}."""
    state = models.CharField(max_length=10, choices=LookState, default=LookState.OPEN)
    found_at = models.DateTimeField()
    question = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "look at time"
        constraints = (
            models.UniqueConstraint(fields=["provider", "entry"], name="time_looked_at_once"),
        )
        indexes = (
            models.Index(
                fields=["provider", "id"],
                condition=~models.Q(state="fine"),
                name="time_looks_open",
            ),
            models.Index(fields=["provider", "person", "state"], name="time_looks_of_person"),
        )

    def __str__(self) -> str:
        return f"{len(self.oddities)} oddities of entry {self.entry_id}"
