"""Booked, earned, ready to bill, and shared: kept apart, each traced to what caused it."""

from __future__ import annotations

from django.db import models

from upheld.agreements.models import Agreement
from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.people.models import Person


class Booking(Owned):
    """The value of a signature, on the day of the signature. Bookings are not revenue."""

    append_only = True

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    booked_on = models.DateField()
    one_off_minor = models.BigIntegerField()
    monthly_minor = models.BigIntegerField()
    contract_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta(Owned.Meta):
        verbose_name = "booking"
        constraints = (
            models.UniqueConstraint(fields=["provider", "agreement"], name="booked_once"),
        )
        indexes = (models.Index(fields=["provider", "booked_on"], name="booking_by_day"),)

    def __str__(self) -> str:
        return f"booking of {self.agreement_id}"


class CommissionRule(Owned):
    """Who shares in a signature by how much, from a day on; the same visible rule for everyone."""

    key = models.SlugField(max_length=40)
    """Versions of one rule share it; the newest in force on a day counts."""
    title = models.CharField(max_length=150)
    part = models.CharField(max_length=8)
    """A `Part` of rules/commission.py: seller, engineer or finder."""
    base = models.CharField(max_length=14)
    """A `Base`: one_off, hours, monthly, contract_value or flat."""
    rate_ppm = models.PositiveIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    """For `monthly`: how many months of what recurs it counts from."""
    flat_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    from_on = models.DateField()

    class Meta(Owned.Meta):
        verbose_name = "commission rule"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "key", "from_on"], name="commission_rule_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return self.title


class CommissionAccrual(Owned):
    """What one person is to share of one cause. One per cause, person and rule, ever."""

    source_type = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    source_title = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(CommissionRule, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    how = models.CharField(max_length=300)
    """The sum in words: what, times what."""
    accrued_on = models.DateField()

    class Meta(Owned.Meta):
        verbose_name = "commission"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "source_type", "source_id", "person", "rule"],
                name="commission_accrued_once",
            ),
        )
        indexes = (models.Index(fields=["provider", "person", "accrued_on"], name="commission_of"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.source_title}"

    @property
    def amount(self) -> Money:
        """The share."""
        return Money(self.amount_minor, self.currency)


class EarnedRevenue(Owned):
    """Revenue earned by something that was done and accepted. One per cause, ever."""

    append_only = True

    source_type = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    source_title = models.CharField(max_length=200)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    earned_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta(Owned.Meta):
        verbose_name = "earned revenue"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "source_type", "source_id"], name="earned_once"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "earned_on"], name="earned_by_day"),
            models.Index(fields=["provider", "company", "earned_on"], name="earned_of_company"),
        )

    def __str__(self) -> str:
        return self.source_title


class InvoiceLine(Owned):
    """A line that is ready to be billed, with what it is for."""

    source_type = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    month = models.DateField(null=True)
    """The first day of the month that a recurring line is for."""
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    ready_on = models.DateField()
    billed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "invoice line"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "source_type", "source_id"],
                condition=models.Q(month=None),
                name="invoice_line_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "source_type", "source_id", "month"],
                condition=models.Q(month__isnull=False),
                name="invoice_line_once_a_month",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "company", "ready_on"], name="invoice_line_of"),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def amount(self) -> Money:
        """What is to be paid, without tax."""
        return Money(self.amount_minor, self.currency)
