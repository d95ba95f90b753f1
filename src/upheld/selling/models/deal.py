"""Deals, the people in them, and the evidence for how far they have come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from upheld.customers.models import BuyingPart, Company, Contact
from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.selling.rules.stages import Evidence, Stage


class Origin(models.TextChoices):
    """Where a deal came from: hunters are told from floaters by it."""

    HUNTED = "hunted", "Hunted"
    INBOUND = "inbound", "Inbound"
    WALKED_IN = "walked_in", "Walked in"
    REFERRAL = "referral", "Referral"
    EXISTING = "existing", "Existing customer"


class Outcome(models.TextChoices):
    """How a deal ended, if it has."""

    OPEN = "open", "Open"
    WON = "won", "Won"
    LOST = "lost", "Lost"


STAGES = tuple((one.value, one.value.replace("_", " ").capitalize()) for one in Stage)
EVIDENCE = tuple((one.value, one.value.replace("_", " ").capitalize()) for one in Evidence)


class Deal(Imported, Owned):
    """Something that a company may buy from us.

    `stage` always equals what the evidence shows; no form sets it. `confidence_ppm` is the
    seller's own opinion and stands apart.
    """

    search_kind: ClassVar[str] = "deal"

    number = models.PositiveIntegerField()
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who sells it; null only for imported deals whose seller is not known here."""
    engineer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """The sales engineer in it."""
    finder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who spotted the need: shares in it when it is won."""
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.INBOUND)
    stage = models.CharField(max_length=20, choices=STAGES, default=Stage.LEAD.value)
    confidence_ppm = models.PositiveIntegerField(null=True)
    one_off_minor = models.BigIntegerField(default=0)
    monthly_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    expected_on = models.DateField(null=True)
    next_step = models.CharField(max_length=200, blank=True, default="")
    next_step_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=5, choices=Outcome, default=Outcome.OPEN)
    lost_to = models.CharField(max_length=150, blank=True, default="")
    lost_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "deal"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="deal_number_once"),
            once_per_source("deal_once_per_source"),
            models.CheckConstraint(
                condition=Q(outcome="open", closed_at=None) | ~Q(outcome="open"),
                name="deal_open_is_not_closed",
            ),
            models.CheckConstraint(
                condition=Q(one_off_minor__gte=0, monthly_minor__gte=0),
                name="deal_value_not_below_0",
            ),
            models.CheckConstraint(
                condition=Q(confidence_ppm=None) | Q(confidence_ppm__lte=1_000_000),
                name="deal_confidence_a_share",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "outcome", "stage", "-number"], name="deal_by_stage"),
            models.Index(fields=["provider", "owner", "outcome"], name="deal_by_owner"),
            models.Index(fields=["provider", "company", "-number"], name="deal_of_company"),
            models.Index(fields=["provider", "closed_at"], name="deal_by_closing"),
        )

    def __str__(self) -> str:
        return self.title

    def search_document(self) -> Document:
        """Say what the deal is found by."""
        return Document(
            title=self.title,
            url=reverse("deal", args=[self.number]),
            at=self.opened_at,
            text=f"deal {self.number}",
            hint=self.company.name,
        )

    @property
    def one_off(self) -> Money:
        """What is paid once."""
        return Money(self.one_off_minor, self.currency)

    @property
    def monthly(self) -> Money:
        """What is paid each month."""
        return Money(self.monthly_minor, self.currency)

    @property
    def is_open(self) -> bool:
        """Tell whether it has not ended."""
        return self.outcome == Outcome.OPEN


class DealContact(Owned):
    """Somebody of the company's in this deal, and their part in buying it."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=BuyingPart, default=BuyingPart.UNKNOWN)

    class Meta(Owned.Meta):
        verbose_name = "person in the deal"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "deal", "contact"], name="deal_contact_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.contact_id}"


class StageEvidence(Owned):
    """One thing that was shown of a deal, until it is withdrawn.

    Given by a person with words, or by a later stage of work with a source (a proposal that can
    be signed). What follows from other rows (gaps, meetings, contacts) has no row here.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=EVIDENCE)
    words = models.CharField(max_length=500)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    """Who on the customer's side said it."""
    source = models.CharField(max_length=80, blank=True, default="")
    """The row that shows it, as the record names it; empty for what a person says."""
    given_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "evidence"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "deal", "kind", "source"],
                condition=Q(withdrawn_at=None),
                name="evidence_stands_once",
            ),
        )
        indexes = (models.Index(fields=["provider", "deal", "kind"], name="evidence_of_deal"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.kind}"
