"""What a measure came to for a month or lately, as it was last measured."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.measures.rules.figure import Figure, Interval, Lack, Method


class MeasurePoint(Owned):
    """One measure's kept figure for one span: a calendar month, or the last 90 days.

    Measured anew by a job, because late entries change a past month; then what it was before, and
    when it was revised, is kept beside it. Derived: a page that decides something asks the measure.
    """

    key = models.CharField(max_length=60)
    covers = models.CharField(max_length=12)
    """The span's name: "2026-03", "last-90"."""
    starts_on = models.DateField()
    """The first of the month that it stands for, in the provider's zone."""
    n = models.PositiveIntegerField()
    least = models.PositiveIntegerField()
    method = models.CharField(max_length=20)
    value = models.BigIntegerField(null=True)
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    lack = models.CharField(max_length=30, blank=True, default="")
    measured_at = models.DateTimeField()
    revised_at = models.DateTimeField(null=True)
    """When a month that was over came out differently than before."""
    value_before = models.BigIntegerField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "kept figure"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "key", "covers"], name="measure_point_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) ^ models.Q(lack=""),
                name="measure_point_value_or_lack",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "key", "starts_on"], name="measure_points_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.covers}"

    def figure(self) -> Figure:
        """Give the figure as it was measured."""
        interval = Interval(self.low, self.high) if self.low is not None else None
        lack = Lack(self.lack) if self.lack else None
        return Figure(self.n, self.least, Method(self.method), self.value, interval, lack)
