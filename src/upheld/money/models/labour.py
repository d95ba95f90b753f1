"""What a month's labour came to, added up once: a figure that can always be worked out again."""

from __future__ import annotations

from django.db import models

from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class LabourMonth(Owned):
    """A month whose labour is added up. While it is stale, its sums are not to be read."""

    first_day = models.DateField()
    stale = models.BooleanField(default=True)
    known_since = models.DateTimeField()
    """Whatever is entered from here on makes it stale; what began before may have missed it."""
    summed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "month of labour"
        constraints = (
            models.UniqueConstraint(fields=["provider", "first_day"], name="labour_month_once"),
        )

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"


class LabourSum(Owned):
    """The hours of one kind for one customer in one month, and what they cost."""

    month = models.ForeignKey(LabourMonth, on_delete=models.CASCADE, related_name="sums")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    item = models.PositiveSmallIntegerField()
    """The place in LABOUR_ITEMS of the kind of labour."""
    cost_minor = models.BigIntegerField()
    seconds = models.BigIntegerField()
    unrated_seconds = models.BigIntegerField()

    class Meta(Owned.Meta):
        verbose_name = "sum of labour"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "month", "company", "item"], name="labour_sum_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.month_id}"


class UnratedSum(Owned):
    """The seconds of one person for customers in one month whose cost nobody knows."""

    month = models.ForeignKey(LabourMonth, on_delete=models.CASCADE, related_name="unrated")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seconds = models.BigIntegerField()

    class Meta(Owned.Meta):
        verbose_name = "sum of time without a rate"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "month", "person"], name="unrated_sum_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.month_id}"
