"""Gaps: needs that we cannot meet, and whether the customer knows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upheld.customers.models import Contact
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.selling.models.deal import Deal
from upheld.selling.models.meeting import Meeting
from upheld.selling.rules.gaps import OurAnswer

ANSWERS = tuple((one.value, one.value.capitalize()) for one in OurAnswer)


class Gap(Owned):
    """One need of the customer's and how far we meet it."""

    number = models.PositiveIntegerField()
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="+")
    """Where it was found, if in a meeting."""
    need = models.CharField(max_length=300)
    answer = models.CharField(max_length=8, choices=ANSWERS, default=OurAnswer.GAP.value)
    workaround = models.CharField(max_length=500, blank=True, default="")
    is_killer = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    disclosed_at = models.DateTimeField(null=True)
    disclosed_to = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    sunk_seconds = models.PositiveBigIntegerField(null=True)
    """Pre-sale work on the deal up to the disclosure; null until then."""

    class Meta(Owned.Meta):
        verbose_name = "gap"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="gap_number_once"),
            models.CheckConstraint(
                condition=Q(disclosed_at=None, disclosed_to=None)
                | Q(disclosed_at__isnull=False, disclosed_to__isnull=False),
                name="gap_disclosed_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(disclosed_at=None) | Q(disclosed_at__gte=F("found_at")),
                name="gap_found_before_disclosed",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "deal", "number"], name="gap_of_deal"),
            models.Index(fields=["provider", "disclosed_at", "number"], name="gap_undisclosed"),
        )

    def __str__(self) -> str:
        return self.need
