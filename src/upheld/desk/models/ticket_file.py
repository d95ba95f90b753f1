"""Files that came with what was said on a ticket."""

from __future__ import annotations

from django.db import models

from upheld.desk.models.ticket import TicketEntry
from upheld.foundation.tenancy.owned import Owned


class TicketFile(Owned):
    """One file of a reply or a note. Never changed; customers see those of public replies alone."""

    customer_path = "entry__ticket__company_id"
    append_only = True

    entry = models.ForeignKey(TicketEntry, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    """As the person called it, made harmless; the file itself has a random name."""
    file = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)

    class Meta(Owned.Meta):
        verbose_name = "file"
        indexes = (models.Index(fields=["provider", "entry"], name="files_of_entry"),)

    def __str__(self) -> str:
        return self.file_name
