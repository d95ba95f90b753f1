"""Rows that may have come from another system, and what it says about them that we do not map."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Imported(models.Model):
    """Adds where a row came from, so that importing it again changes it instead of doubling it."""

    source_system = models.CharField(max_length=40, blank=True, default="")
    source_id = models.CharField(max_length=200, blank=True, default="")
    extra = models.JSONField(default=dict, blank=True)
    """Columns of the source that have no place of their own; kept, shown, never lost."""

    class Meta:
        abstract = True


def once_per_source(name: str) -> models.UniqueConstraint:
    """Build the constraint that a source's row exists once per provider."""
    return models.UniqueConstraint(
        fields=["provider", "source_system", "source_id"], condition=~Q(source_id=""), name=name
    )
