"""What was not in the statement of work, and is done only after somebody said yes to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from upheld.agreements.models import StatementOfWork
from upheld.customers.models import Company, Contact
from upheld.delivery.rules.change_orders import ChangeOrderState
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.people.models import Person

STATES = tuple((one.value, one.value.capitalize()) for one in ChangeOrderState)


class ChangeOrder(Owned):
    """A change to agreed work: billed at its price, or not billed for a reason that is kept."""

    customer_path = "company_id"
    frozen_once = "sent_at"
    frozen = ("number", "title", "criterion", "price_minor", "currency", "cost_seconds",
              "unbilled_because", "sow_id", "company_id")  # fmt: skip
    undeletable = True
    search_kind: ClassVar[str] = "change_order"

    number = models.PositiveIntegerField()
    sow = models.ForeignKey(StatementOfWork, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    criterion = models.CharField(max_length=500)
    evidence_kind = models.CharField(max_length=20)
    function = models.CharField(max_length=40, blank=True, default="projects")
    due_on = models.DateField(null=True)
    price_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    cost_seconds = models.PositiveBigIntegerField(null=True)
    """The effort, as estimated by somebody of delivery."""
    unbilled_because = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=STATES, default=ChangeOrderState.DRAFT.value)
    asked_by = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose wish it was."""
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who of ours wrote it down; empty for a wish that the customer sent by themselves."""
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.CharField(max_length=1000, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "change order"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="change_order_number_once"),
        )
        indexes = (models.Index(fields=["provider", "sow"], name="change_orders_of_sow"),)

    def __str__(self) -> str:
        return self.title

    @property
    def price(self) -> Money:
        """What it costs the customer; nothing when it is not billed."""
        return Money(self.price_minor, self.currency)

    @property
    def is_wish(self) -> bool:
        """Tell whether the customer sent it in by themselves."""
        return self.written_by_id is None

    @property
    def stands(self) -> ChangeOrderState:
        """Where it stands, as the rules know it."""
        return ChangeOrderState(self.state)

    def search_document(self) -> Document:
        """Say what it is found by."""
        return Document(
            title=self.title,
            url=reverse("change-order", args=[self.number]),
            at=self.written_at,
            text=f"change order {self.number} {self.criterion}",
            hint=self.company.name,
        )
