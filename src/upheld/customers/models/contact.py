"""People at a company: who they are, how technical, and what part they have in buying."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from upheld.customers.models.company import LONG_AGO, Company
from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned


class BuyingPart(models.TextChoices):
    """The part somebody has in a decision to buy."""

    DECIDER = "decider", "Decides"
    CHAMPION = "champion", "Champion"
    USER = "user", "Uses it"
    GATEKEEPER = "gatekeeper", "Keeps the gate"
    SCEPTIC = "sceptic", "Sceptic"
    UNKNOWN = "unknown", "Not known yet"


class Contact(Imported, Owned):
    """Somebody at a company. With a sign-in (`user`) they can come to the portal."""

    customer_path = "company_id"
    search_kind = "contact"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=100, blank=True, default="")
    technical = models.PositiveSmallIntegerField(default=0)
    """How technical they are: 0 not known, 1 not at all, to 5 an engineer."""
    part = models.CharField(max_length=12, choices=BuyingPart, default=BuyingPart.UNKNOWN)
    may_sign = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    entered_at = models.DateTimeField(null=True)
    """When they were entered here; unknown for some imported rows."""

    class Meta(Owned.Meta):
        verbose_name = "contact"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(technical__lte=5), name="contact_technical_to_5"
            ),
            once_per_source("contact_once_per_source"),
        )
        indexes = (models.Index(fields=["provider", "company", "name"], name="contact_of_company"),)

    def __str__(self) -> str:
        return self.name

    def search_document(self) -> Document | None:
        """Say what they are found by; who left is not found."""
        if not self.active:
            return None
        return Document(
            self.name,
            reverse("customer", args=[self.company.number]),
            self.entered_at or LONG_AGO,
            text=f"{self.email} {self.phone} {self.title}",
            hint=self.company.name,
            customer_id=self.company_id,
        )
