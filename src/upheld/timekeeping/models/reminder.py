"""Days of which too little was logged, and weeks of which there was too much."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class DayReminder(Owned):
    """A working day of a person's that was over before it was full; it waits until it is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    """In the person's zone."""
    due_seconds = models.PositiveIntegerField()
    """How long the person should have worked on it."""
    spare_seconds = models.PositiveIntegerField()
    """How much of that may be missing where the day counts as full."""
    reminded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    """Since when it is full, or nobody asks any more."""

    class Meta(Owned.Meta):
        verbose_name = "reminder of a day"
        constraints = (
            models.UniqueConstraint(fields=["provider", "person", "day"], name="day_reminded_once"),
        )
        indexes = (
            models.Index(
                fields=["provider", "person", "day"],
                condition=Q(closed_at=None),
                name="day_reminders_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%A, %-d %B}"


class PaceConcern(Owned):
    """Somebody over pace for weeks in a row, raised with their manager, and what was agreed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    raised_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    """Monday of the first of the weeks."""
    through_on = models.DateField()
    """Monday of the last of them."""
    weeks = models.JSONField(default=list)
    """Each week as it was then: {"begins_on", "worked", "due"} in seconds."""
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "concern about pace"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "person", "through_on"], name="pace_raised_once"
            ),
            models.CheckConstraint(
                condition=Q(through_on__gt=F("begins_on")), name="pace_weeks_in_order"
            ),
        )
        indexes = (
            models.Index(
                fields=["provider", "raised_to"],
                condition=Q(answered_at=None),
                name="pace_concerns_open",
            ),
        )

    def __str__(self) -> str:
        return f"pace of {self.person_id} through {self.through_on}"
