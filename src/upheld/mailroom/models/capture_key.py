"""The secret part of somebody's capture address."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class CaptureKey(Owned):
    """Tells whose a captured line by mail is. Kept as a hash; a new one ends the old."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64)
    """The SHA-256 of the part after the plus."""
    made_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "capture key"
        constraints = (
            models.UniqueConstraint(fields=["provider", "person"], name="capture_key_of_person"),
            models.UniqueConstraint(fields=["provider", "secret_hash"], name="capture_key_once"),
        )

    def __str__(self) -> str:
        return f"capture key of {self.person_id}"
