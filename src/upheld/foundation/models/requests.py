"""What the doors keep: answers given under an idempotency key, and saved views of lists."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import SHARED_WITH_CUSTOMERS, Owned


class IdempotentAnswer(Owned):
    """The answer given to a key, so that sending a request again has no second effect.

    Written in the transaction of the effect: either both exist or neither.
    """

    customer_path = SHARED_WITH_CUSTOMERS

    actor_key = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "actor_key", "key"], name="idempotency_key_once"
            ),
        )

    def __str__(self) -> str:
        return self.key


class SavedView(Owned):
    """A list's filters, order and columns under a name: a person's own or everybody's."""

    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)
    person_id = models.BigIntegerField(null=True)
    """Whose view it is; empty for the whole team's."""

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["provider", "list_key"], name="saved_views_of_list"),)

    def __str__(self) -> str:
        return self.name
