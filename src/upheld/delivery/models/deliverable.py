"""What was promised to be done, what shows that it was, and the customer's word on it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from upheld.agreements.models import StatementOfWork
from upheld.customers.models import Company, Contact
from upheld.delivery.rules.deliverables import DeliverableState
from upheld.delivery.rules.sign_off import RoundState
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.promises.models import Promise

STATES = tuple((one.value, one.value.replace("_", " ").capitalize()) for one in DeliverableState)


class Deliverable(Owned):
    """One piece of agreed work. Its words stay as they were signed."""

    customer_path = "company_id"
    frozen_once = "agreed_at"
    frozen = ("number", "title", "criterion", "evidence_kind", "price_minor", "currency",
              "estimate_seconds", "sow_id", "company_id")  # fmt: skip
    undeletable = True
    search_kind: ClassVar[str] = "deliverable"

    number = models.PositiveIntegerField()
    sow = models.ForeignKey(StatementOfWork, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    change_order = models.ForeignKey(
        "delivery.ChangeOrder", null=True, on_delete=models.PROTECT, related_name="+"
    )
    """What allowed it, if it was not in the statement of work."""
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    criterion = models.CharField(max_length=500)
    evidence_kind = models.CharField(max_length=20)
    function = models.CharField(max_length=40, blank=True, default="")
    starts_on = models.DateField(null=True)
    due_on = models.DateField()
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    estimate_seconds = models.PositiveBigIntegerField(null=True)
    estimator = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=STATES, default=DeliverableState.PLANNED.value)
    agreed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rounds = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        verbose_name = "deliverable"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="deliverable_number_once"),
            models.UniqueConstraint(fields=["provider", "promise"], name="deliverable_per_promise"),
            models.UniqueConstraint(
                fields=["provider", "change_order"],
                condition=Q(change_order__isnull=False),
                name="deliverable_per_change_order",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "state", "due_on"], name="deliverable_by_due"),
            models.Index(fields=["provider", "company", "-number"], name="deliverable_of_company"),
            models.Index(fields=["provider", "sow", "position"], name="deliverable_of_sow"),
            models.Index(fields=["provider", "finished_at"], name="deliverable_finished"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def price(self) -> Money:
        """What is earned when it is accepted."""
        return Money(self.price_minor, self.currency)

    @property
    def stands(self) -> DeliverableState:
        """Where it stands, as the rules know it."""
        return DeliverableState(self.state)

    def search_document(self) -> Document:
        """Say what it is found by."""
        return Document(
            title=self.title,
            url=reverse("deliverable", args=[self.number]),
            at=self.agreed_at,
            text=f"deliverable {self.number} {self.criterion}",
            hint=self.company.name,
            customer_id=self.company_id,
            portal_url=reverse("portal-deliverable", args=[self.number]),
        )


class EvidenceItem(Owned):
    """One thing that shows a deliverable done: a file, a link or words. Never changed."""

    customer_path = "deliverable__company_id"
    append_only = True

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=1000, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    """As the person called it; the file itself has a random name."""
    file = models.CharField(max_length=200, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_bytes = models.PositiveBigIntegerField(default=0)
    content_type = models.CharField(max_length=100, blank=True, default="")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "evidence"
        indexes = (
            models.Index(fields=["provider", "deliverable"], name="evidence_of_deliverable"),
        )

    def __str__(self) -> str:
        return self.words or self.file_name or self.link


class SignOff(Owned):
    """One round: submitted, and what the customer said, or what their silence means."""

    customer_path = "deliverable__company_id"
    frozen_once = "submitted_at"
    frozen = ("deliverable_id", "number", "submitted_at", "submitted_by_id", "content",
              "content_hash")  # fmt: skip
    undeletable = True

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()
    """The deliverable and its evidence as the customer is shown them: canonical JSON."""
    content_hash = models.CharField(max_length=64)
    """The SHA-256 of that."""
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value.replace("_", " ").capitalize()) for one in RoundState],
        default=RoundState.WAITING.value,
    )
    """Deemed is told apart from said, always."""
    deemed_at = models.DateTimeField(null=True)
    """When silence begins to mean what was agreed; empty where it means nothing."""
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.CharField(max_length=2000, blank=True, default="")
    address = models.CharField(max_length=60, blank=True, default="")
    agent = models.CharField(max_length=300, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "sign-off"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "deliverable", "number"], name="sign_off_round_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "deliverable"],
                condition=Q(state=RoundState.WAITING.value),
                name="sign_off_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.WAITING.value, answered_at__isnull=True)
                | (~Q(state=RoundState.WAITING.value) & Q(answered_at__isnull=False)),
                name="sign_off_answered_has_moment",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "state", "deemed_at"], name="sign_off_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.deliverable_id} round {self.number}"
