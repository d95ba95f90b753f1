"""What the capture line learns and can take back."""

from __future__ import annotations

from django.db import models

from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class Nickname(Owned):
    """Words by which a person means a customer, learned when they chose."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=100)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    used = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "nickname"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "person", "words", "company"], name="nickname_once"
            ),
        )

    def __str__(self) -> str:
        return self.words


class CaptureUndo(Owned):
    """What one captured line made, so that it can be taken back for ten seconds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=500)
    made = models.JSONField(default=list)
    """What it did, in order: {"kind": "time", "id": 12}, {"kind": "ticket", "id": 7, ...}. What
    stands beside a target's id is its own package's to write and to read."""
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "captured line"

    def __str__(self) -> str:
        return self.line
