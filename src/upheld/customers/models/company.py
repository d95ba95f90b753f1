"""Companies that buy, or might, and the places where they are."""

from __future__ import annotations

from django.db import models

from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class Standing(models.TextChoices):
    """How a company stands to the provider."""

    PROSPECT = "prospect", "Prospect"
    CUSTOMER = "customer", "Customer"
    FORMER = "former", "Former customer"


class Company(Imported, Owned):
    """A company. One table for prospects and customers: winning one changes its standing."""

    customer_path = "id"

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

    class Meta(Owned.Meta):
        verbose_name = "company"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="company_number_once"),
            once_per_source("company_once_per_source"),
        )
        indexes = (
            models.Index(fields=["provider", "name", "id"], name="company_by_name"),
            models.Index(fields=["provider", "standing", "name"], name="company_by_standing"),
        )

    def __str__(self) -> str:
        return self.name


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
