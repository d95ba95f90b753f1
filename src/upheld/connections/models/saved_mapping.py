"""Mappings that a provider keeps for files of the same shape."""

from __future__ import annotations

from django.db import models

from upheld.connections.models.run import KIND_CHOICES
from upheld.foundation.tenancy.owned import Owned


class SavedMapping(Owned):
    """What the columns of some system's files mean, under a name."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    mapping = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "mapping"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "name"],
                condition=models.Q(removed_at=None),
                name="mapping_name_once",
            ),
        )

    def __str__(self) -> str:
        return self.name
