"""What can be sold at which list price, and the clauses that we stand by."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import SHARED_WITH_CUSTOMERS, Owned
from upheld.foundation.values.money import Money


class Service(Owned):
    """Something that is sold: once, by the month or by the hour."""

    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=8)
    """A `LineKind`: one_off, monthly or hours."""
    list_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField(null=True)
    """What one unit costs us; null where nobody knows, never nothing."""
    currency = models.CharField(max_length=3)
    function = models.CharField(max_length=40, blank=True, default="")
    """Who delivers it."""
    retired_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "service"
        constraints = (
            models.UniqueConstraint(fields=["provider", "key"], name="service_key_once"),
            models.CheckConstraint(
                condition=models.Q(list_minor__gte=0), name="service_price_not_below_0"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def cost(self) -> Money | None:
        """What one unit costs us, if anybody knows."""
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency)

    @property
    def list_price(self) -> Money:
        """The price of one unit before any discount."""
        return Money(self.list_minor, self.currency)


class Clause(Owned):
    """A standard clause: versions hold its text, its function answers for departures."""

    customer_path = SHARED_WITH_CUSTOMERS

    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=150)
    function = models.CharField(max_length=40)
    always = models.BooleanField(default=True)
    """Whether each new proposal carries it."""
    retired_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "clause"
        constraints = (models.UniqueConstraint(fields=["provider", "key"], name="clause_key_once"),)

    def __str__(self) -> str:
        return self.title


class ClauseVersion(Owned):
    """One wording of a standard clause, from a moment on."""

    customer_path = SHARED_WITH_CUSTOMERS
    append_only = True

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    from_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "clause version"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "clause", "number"], name="clause_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.clause_id} v{self.number}"
