"""What a record of another system became here, and how it looked when it was last taken in."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned


class SourceRow(Owned):
    """The tie between another system's record and ours.

    `digest` is of what we last took in: while it stays the same, the record is unchanged and what
    people here edited since is left alone. It is empty for a company that so far is only a name in
    somebody else's record. `events` names the events of a ticket that are known, `extra` holds what
    a row without a place for it said.
    """

    kind = models.CharField(max_length=20)
    system = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    subject_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=32, blank=True, default="")
    events = models.JSONField(default=list, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "record of another system"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "kind", "system", "key"], name="source_row_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.key}"
