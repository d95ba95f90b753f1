"""The line up to which time is settled, and everybody who moved it."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class TimeLock(Owned):
    """One move of the line, forth or back. The latest row says where it stands."""

    append_only = True

    through = models.DateField(null=True)
    """The last locked day; empty where nothing is locked any more."""
    moved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "lock of time"
        indexes = (models.Index(fields=["provider", "-id"], name="time_lock_latest"),)

    def __str__(self) -> str:
        return f"Time locked up to {self.through}" if self.through else "No time locked"
