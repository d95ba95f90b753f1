"""What a company decided to want from a day to come."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models.person import Person


class PlanState(models.TextChoices):
    """What became of a planned change."""

    PLANNED = "planned", "To come"
    HELD = "held", "Holds since its day"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REFUSED = "refused", "Could not hold"


class PlannedPolicies(Owned):
    """Policies that hold from a day on: only those that change then."""

    holds_from = models.DateField()
    """In the company's zone."""
    values = models.JSONField(default=dict)
    """Whole numbers by the policies' keys."""
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.PLANNED)
    settled_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, default="")
    """Why it could not hold on its day."""

    class Meta(Owned.Meta):
        verbose_name = "planned change of the company’s settings"
        indexes = (
            models.Index(
                fields=["provider", "holds_from", "id"],
                condition=models.Q(state="planned"),
                name="policies_planned",
            ),
        )

    def __str__(self) -> str:
        return f"The company’s settings from {self.holds_from:%-d %B %Y}"
