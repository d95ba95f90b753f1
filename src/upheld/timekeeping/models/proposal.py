"""What was proposed as time and was not."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class DeclinedProposal(Owned):
    """Something that a person said is no time of theirs, so that it is not proposed again."""

    append_only = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    done_on = models.DateField()
    """The day in the person's zone."""
    declined_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "declined proposal"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "person", "key"], name="proposal_declined_once"
            ),
        )

    def __str__(self) -> str:
        return self.key
