"""A proposal while it is being written. What was sent is an immutable version (signing.py)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from upheld.agreements.models.library import Clause, ClauseVersion, Service
from upheld.agreements.rules.proposals import ProposalState
from upheld.customers.models import Company, Contact
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.market.models import Claim
from upheld.people.models import Person
from upheld.selling.models import Deal

STATES = tuple((one.value, one.value.replace("_", " ").capitalize()) for one in ProposalState)


class Proposal(Owned):
    """An offer in the making or on the table. `state` follows rules/proposals.py."""

    customer_path = "company_id"
    search_kind: ClassVar[str] = "proposal"

    number = models.PositiveIntegerField()
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=STATES, default=ProposalState.DRAFT.value)
    currency = models.CharField(max_length=3)
    months = models.PositiveSmallIntegerField(default=12)
    """The term of what recurs."""
    starts_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    """The last day on which it may be signed, in the provider's zone."""
    signer = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    intro = models.TextField(blank=True, default="")
    sign_off_days = models.PositiveSmallIntegerField(default=5)
    """Business days after which silence on a deliverable means what was agreed."""
    silence = models.CharField(max_length=14, default="means_nothing")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    capacity_seconds_short = models.BigIntegerField(null=True)
    """What the last question about capacity answered: 0 when it fits; null while not asked."""
    capacity_hash = models.CharField(max_length=64, blank=True, default="")
    sent_version = models.PositiveIntegerField(default=0)
    """The number of the version on the table; 0 while none was sent."""

    class Meta(Owned.Meta):
        verbose_name = "proposal"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="proposal_number_once"),
        )
        indexes = (
            models.Index(fields=["provider", "state", "-number"], name="proposal_by_state"),
            models.Index(fields=["provider", "deal"], name="proposal_of_deal"),
            models.Index(fields=["provider", "company", "-number"], name="proposal_of_company"),
        )

    def __str__(self) -> str:
        return self.title

    def search_document(self) -> Document:
        """Say what the proposal is found by."""
        return Document(
            title=self.title,
            url=reverse("proposal", args=[self.number]),
            at=self.written_at,
            text=f"proposal {self.number}",
            hint=self.company.name,
        )

    @property
    def is_draft(self) -> bool:
        """Tell whether it is being written."""
        return self.state == ProposalState.DRAFT

    @property
    def is_on_table(self) -> bool:
        """Tell whether the customer can answer it."""
        return self.state in {ProposalState.SENT, ProposalState.OPENED}


class ProposalLine(Owned):
    """One thing at a price: once, monthly, or by the hour."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    quantity = models.PositiveBigIntegerField(default=1)
    """Pieces; whole seconds for hours."""
    list_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField(null=True)
    discount_ppm = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        verbose_name = "line"
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gte=1)
                & Q(list_minor__gte=0)
                & Q(discount_ppm__lte=1_000_000),
                name="proposal_line_is_sound",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "proposal", "position"], name="line_of_proposal"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def list_price(self) -> Money:
        """The price of one before discount."""
        return Money(self.list_minor, self.proposal.currency)

    @property
    def cost(self) -> Money | None:
        """What one costs us, if anybody knows."""
        return None if self.cost_minor is None else Money(self.cost_minor, self.proposal.currency)


class ProposalDeliverable(Owned):
    """Something done once: the criterion it is accepted by, and how it is shown."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    criterion = models.CharField(max_length=500, blank=True, default="")
    evidence_kind = models.CharField(max_length=20, blank=True, default="")
    """file, photo, log, link, text: what kind of evidence was promised."""
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    price_minor = models.BigIntegerField(default=0)
    """Its part of the one-off price: what is earned when it is accepted."""
    function = models.CharField(max_length=40, blank=True, default="projects")

    class Meta(Owned.Meta):
        verbose_name = "deliverable"
        indexes = (
            models.Index(fields=["provider", "proposal", "position"], name="offered_deliverables"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def price(self) -> Money:
        """Its part of the one-off price."""
        return Money(self.price_minor, self.proposal.currency)


class Estimate(Owned):
    """What somebody of delivery thinks a deliverable takes, as a range, on the text they read."""

    deliverable = models.ForeignKey(ProposalDeliverable, on_delete=models.PROTECT, related_name="+")
    estimator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    low_seconds = models.PositiveBigIntegerField()
    likely_seconds = models.PositiveBigIntegerField()
    high_seconds = models.PositiveBigIntegerField()
    text_hash = models.CharField(max_length=64)
    """The deliverable's text when it was estimated: changed text is asked about again."""
    comparables = models.JSONField(default=dict)
    """What comparable finished work was shown beside the field."""
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "estimate"
        constraints = (
            models.CheckConstraint(
                condition=Q(low_seconds__lte=models.F("likely_seconds"))
                & Q(likely_seconds__lte=models.F("high_seconds")),
                name="estimate_in_order",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "deliverable", "-at"], name="estimates_newest"),
        )

    def __str__(self) -> str:
        return f"{self.deliverable_id}: {self.likely_seconds}"


class ProposalTerm(Owned):
    """A clause as this proposal words it; where it departs, its function must agree."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    clause = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(
        ClauseVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=150)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    departs = models.BooleanField(default=False)
    function = models.CharField(max_length=40)

    class Meta(Owned.Meta):
        verbose_name = "term"
        indexes = (
            models.Index(fields=["provider", "proposal", "position"], name="terms_of_proposal"),
        )

    def __str__(self) -> str:
        return self.title


class ProposalClaim(Owned):
    """A sentence about ourselves that this proposal carries."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "claim in the proposal"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "proposal", "claim"], name="claim_once_per_proposal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.claim_id}"


class WordingExplained(Owned):
    """Why a wording that can be read two ways may stand, for exactly that text."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    text_hash = models.CharField(max_length=64)
    words = models.CharField(max_length=300)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "explanation"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "proposal", "text_hash"], name="wording_explained_once"
            ),
        )

    def __str__(self) -> str:
        return self.because


class ProposalQuestion(Owned):
    """A question of the buyer's about what was sent, and our answer."""

    customer_path = "proposal__company_id"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = models.CharField(max_length=2000)
    answer = models.CharField(max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "question"
        indexes = (
            models.Index(fields=["provider", "proposal", "asked_at"], name="questions_asked"),
        )

    def __str__(self) -> str:
        return self.words[:60]
