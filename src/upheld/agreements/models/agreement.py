"""What a signature brings into being: agreement, what recurs under it, statement of work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from upheld.agreements.models.signing import Signature
from upheld.customers.models import Company
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.selling.models import Deal


class AgreementState(models.TextChoices):
    """Whether an agreement is in force."""

    ACTIVE = "active", "In force"
    ENDED = "ended", "Ended"


class Agreement(Owned):
    """What was agreed with a customer, from a day on, for a number of months."""

    customer_path = "company_id"
    search_kind: ClassVar[str] = "agreement"

    number = models.PositiveIntegerField()
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    """The first day that is no longer covered."""
    state = models.CharField(max_length=8, choices=AgreementState, default=AgreementState.ACTIVE)
    ended_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    one_off_minor = models.BigIntegerField()
    monthly_minor = models.BigIntegerField()
    contract_minor = models.BigIntegerField()
    list_minor = models.BigIntegerField()
    """The contract value before discount."""
    sign_off_days = models.PositiveSmallIntegerField()
    silence = models.CharField(max_length=14)
    seller = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "agreement"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="agreement_number_once"),
            models.UniqueConstraint(
                fields=["provider", "signature"], name="agreement_once_per_signature"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "company", "-number"], name="agreement_of_company"),
            models.Index(fields=["provider", "state", "ends_on"], name="agreement_ending"),
        )

    def __str__(self) -> str:
        return self.title

    def search_document(self) -> Document:
        """Say what the agreement is found by."""
        return Document(
            title=self.title,
            url=reverse("agreement", args=[self.number]),
            at=self.signature.signed_at,
            text=f"agreement {self.number}",
            hint=self.company.name,
        )

    @property
    def monthly(self) -> Money:
        """What recurs each month."""
        return Money(self.monthly_minor, self.currency)

    @property
    def one_off(self) -> Money:
        """What is paid once."""
        return Money(self.one_off_minor, self.currency)


class AgreementLine(Owned):
    """One line that was agreed."""

    customer_path = "agreement__company_id"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    quantity = models.PositiveBigIntegerField()
    list_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    """For one month where it recurs."""
    currency = models.CharField(max_length=3)

    class Meta(Owned.Meta):
        verbose_name = "agreement line"
        indexes = (models.Index(fields=["provider", "agreement"], name="lines_of_agreement"),)

    def __str__(self) -> str:
        return self.title

    @property
    def net(self) -> Money:
        """What the customer pays for it; for one month where it recurs."""
        return Money(self.net_minor, self.currency)


class StatementOfWork(Owned):
    """The work that was agreed; its words stay in the signed version."""

    customer_path = "company_id"

    number = models.PositiveIntegerField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        verbose_name = "statement of work"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="sow_number_once"),
        )

    def __str__(self) -> str:
        return self.title
