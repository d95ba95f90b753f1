"""What a company holds its time to, from a day on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class TimeStandard(Owned):
    """One change of it: all that holds from its day until the next one's, or that it never came.

    Of several for one day the last that was entered holds. A change whose day has come stays as it
    is; one that is still to come can be withdrawn.
    """

    holds_from = models.DateField()
    """In the company's zone."""
    over_ppm = models.PositiveIntegerField()
    under_ppm = models.PositiveIntegerField()
    weeks = models.PositiveSmallIntegerField()
    spare_seconds = models.PositiveIntegerField()
    roles = models.JSONField(default=list)
    """Who is reminded of days that are not full."""
    late_days = models.PositiveSmallIntegerField()
    day_ppm = models.PositiveIntegerField()
    estimate_ppm = models.PositiveIntegerField()
    long_seconds = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True, default="")
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "standard of time"
        constraints = (
            models.CheckConstraint(
                condition=Q(under_ppm__lt=F("over_ppm")), name="time_standard_over_above_under"
            ),
            models.CheckConstraint(condition=Q(weeks__gte=2), name="time_standard_weeks_in_a_row"),
        )
        indexes = (
            models.Index(fields=["provider", "holds_from", "id"], name="time_standards_by_day"),
        )

    def __str__(self) -> str:
        return f"Pace and reminders from {self.holds_from:%-d %B %Y}"
