"""What a month's labour came to, added up once: figures that can always be worked out again."""

from __future__ import annotations

from django.db import models

from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class LabourMonth(Owned):
    """A month whose labour is added up. While it is stale, its sums are not to be read."""

    first_day = models.DateField()
    stale = models.BooleanField(default=True)
    summed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "month of labour"
        constraints = (
            models.UniqueConstraint(fields=["provider", "first_day"], name="labour_month_once"),
        )

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"


class LabourMark(Owned):
    """A customer's month of which something changed since it was added up: read its entries.

    Written in the transaction that changes the time, whether or not the month is added up yet.
    """

    first_day = models.DateField()
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    times = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        verbose_name = "changed month of labour"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "first_day", "company"], name="labour_mark_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.first_day:%Y-%m}"


class LabourSum(Owned):
    """The hours of one kind for one customer in one month, and what they cost."""

    first_day = models.DateField()
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
                fields=["provider", "company", "first_day", "item"], name="labour_sum_once"
            ),
        )
        indexes = (
            # All that is read of all customers' months, so that the rows need not be.
            models.Index(
                fields=["provider", "first_day", "company", "item", "cost_minor", "seconds",
                        "unrated_seconds"],
                name="labour_sums_of_months",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.company_id} in {self.first_day:%Y-%m}"


class UnratedSum(Owned):
    """The seconds of one person for one customer in one month whose cost nobody knows."""

    first_day = models.DateField()
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seconds = models.BigIntegerField()

    class Meta(Owned.Meta):
        verbose_name = "sum of time without a rate"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "first_day", "company", "person"], name="unrated_sum_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.first_day:%Y-%m}"
