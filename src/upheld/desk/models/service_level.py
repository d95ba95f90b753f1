"""What was promised of the desk: how soon somebody answers, again and again, and solves it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.agreements.models import Agreement
from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Schedule


class ServiceLevelPolicy(Owned):
    """Targets in business seconds by priority, over the hours of a schedule.

    A changed policy is a new row from a moment on: tickets keep the one that they began under.
    """

    customer_path = "company_id"

    name = models.CharField(max_length=100)
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    """For one customer; empty for everybody without their own."""
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    """It holds while this agreement does, before what else holds for its customer."""
    kind = models.CharField(max_length=60, blank=True, default="")
    """In small letters: for one kind of ticket; empty for every kind without its own."""
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="+")
    first_response = models.JSONField(default=dict)
    """Priority ("1" to "4") to business seconds; one that is missing has no target."""
    next_response = models.JSONField(default=dict)
    """The same for each time that the customer writes again and waits for a person."""
    resolution = models.JSONField(default=dict)
    pausing_states = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    """Whom we tell before and at a breach: `share_ppm` of a target, `target` ("" for each),
    `people` (ids) and `function`."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "service level"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "kind"],
                condition=Q(company=None, until_at=None),
                name="one_default_service_level",
            ),
            models.UniqueConstraint(
                fields=["provider", "company", "kind"],
                condition=Q(company__isnull=False, agreement=None, until_at=None),
                name="one_service_level_per_company",
            ),
            models.UniqueConstraint(
                fields=["provider", "agreement", "kind"],
                condition=Q(agreement__isnull=False, until_at=None),
                name="one_service_level_per_agreement",
            ),
            models.CheckConstraint(
                condition=Q(agreement=None) | Q(company__isnull=False),
                name="service_level_of_agreement_has_company",
            ),
        )

    def __str__(self) -> str:
        return self.name
