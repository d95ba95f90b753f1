"""Companies that buy, or might, and the places where they are."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.urls import reverse

from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When something is said to have come that nobody noted the moment of."""


class Standing(models.TextChoices):
    """How a company stands to the provider."""

    PROSPECT = "prospect", "Prospect"
    CUSTOMER = "customer", "Customer"
    FORMER = "former", "Former customer"


class Company(Imported, Owned):
    """A company. One table for prospects and customers: winning one changes its standing."""

    customer_path = "id"
    search_kind = "company"

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.PROSPECT)
    does = models.CharField(max_length=300, blank=True, default="")
    """What they do, in a sentence."""
    industry = models.CharField(max_length=80, blank=True, default="")
    headcount = models.PositiveIntegerField(null=True)
    devices = models.PositiveIntegerField(null=True)
    regulation = models.JSONField(default=list, blank=True)
    """Regimes that bind them, as short names: GDPR, PCI DSS, HIPAA, ISO 27001."""
    risk_tolerance = models.CharField(max_length=10, blank=True, default="")
    """low, medium or high; empty while nobody asked."""
    country = models.CharField(max_length=60, blank=True, default="")
    zone = models.CharField(max_length=60, blank=True, default="")
    website = models.CharField(max_length=200, blank=True, default="")
    revenue_minor = models.BigIntegerField(null=True)
    """Their own yearly revenue, as far as known, in the provider's currency."""
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who looks after the relationship."""
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    entered_at = models.DateTimeField(null=True)
    """When it was entered here; unknown for some imported rows."""

    class Meta(Owned.Meta):
        verbose_name = "company"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="company_number_once"),
            once_per_source("company_once_per_source"),
        )
        indexes = (
            models.Index(fields=["provider", "name", "id"], name="company_by_name"),
            models.Index(fields=["provider", "standing", "name"], name="company_by_standing"),
            # Whether any of them came or changed is asked for each line that is captured.
            models.Index(fields=["provider", "version", "id"], name="company_versions"),
        )

    def __str__(self) -> str:
        return self.name

    def search_document(self) -> Document | None:
        """Say what it is found by."""
        return Document(
            self.name,
            reverse("customer", args=[self.number]),
            self.entered_at or LONG_AGO,
            text=f"{self.number} {self.does} {self.industry} {self.website}",
            hint=Standing(self.standing).label,
            customer_id=self.pk,
        )


class Site(Owned):
    """A place of a company's."""

    customer_path = "company_id"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=300, blank=True, default="")
    zone = models.CharField(max_length=60, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "site"
        constraints = (
            models.UniqueConstraint(fields=["provider", "company", "name"], name="site_name_once"),
        )

    def __str__(self) -> str:
        return self.name
