"""How a customer wants to be dealt with: shown before every contact."""

from __future__ import annotations

from django.db import models

from upheld.customers.models.company import Company
from upheld.customers.models.contact import Contact
from upheld.foundation.tenancy.owned import Owned


class HouseRule(Owned):
    """One rule, in the customer's words, and who told us; what is filled in is forbidden."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    told_by = models.CharField(max_length=150)
    champion = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    """Who may release it."""
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    """Whom to leave alone."""
    hours = models.JSONField(default=dict, blank=True)
    """Weekday ("0" is Monday) to ["00:00", "10:00"] pairs in the customer's zone: not then."""
    place = models.CharField(max_length=150, blank=True, default="")
    topic = models.CharField(max_length=150, blank=True, default="")
    means = models.JSONField(default=list, blank=True)
    """call, visit, mail, meeting; empty for all of them."""
    ask_first = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "house rule"
        indexes = (models.Index(fields=["provider", "company"], name="house_rule_of_company"),)

    def __str__(self) -> str:
        return self.words
