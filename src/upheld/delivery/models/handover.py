"""The signature is the first step: delivery accepts what was promised, promise by promise."""

from __future__ import annotations

from django.db import models

from upheld.agreements.models import StatementOfWork
from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.promises.models import Promise


class Handover(Owned):
    """The passing of one statement of work from those who sold it to those who deliver it."""

    number = models.PositiveIntegerField()
    sow = models.ForeignKey(StatementOfWork, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "handover"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="handover_number_once"),
            models.UniqueConstraint(fields=["provider", "sow"], name="handover_once_per_sow"),
        )

    def __str__(self) -> str:
        return f"Handover {self.number}"


class HandoverPoint(Owned):
    """One promise to be accepted by whoever will keep it."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="open")
    """open, accepted or objected."""
    words = models.CharField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "handover point"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "handover", "promise"], name="handover_point_once"
            ),
        )
        indexes = (models.Index(fields=["provider", "asked", "state"], name="points_of_person"),)

    def __str__(self) -> str:
        return f"{self.handover_id}: {self.promise_id}"
