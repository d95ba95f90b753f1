"""What can be found: one row for each thing that a person would look for."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned


class SearchRow(Owned):
    """One findable thing, kept in step by `record()`; its words are indexed by the database.

    Derived: it can be emptied and filled again from the rows it stands for at any time.
    """

    customer_path = "customer_id"

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    hint = models.CharField(max_length=200, blank=True, default="")
    words = models.TextField()
    """The folded words, each behind its provider's id ("17:acme 17:vpn"); all the index knows."""
    url = models.CharField(max_length=300)
    portal_url = models.CharField(max_length=300, blank=True, default="")
    """Where the customer reads it; empty for what customers must not find."""
    at = models.DateTimeField()
    customer_id = models.BigIntegerField(null=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "kind", "subject_id"], name="search_row_once"
            ),
        )

    def __str__(self) -> str:
        return self.title
