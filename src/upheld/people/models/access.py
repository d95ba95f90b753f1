"""What is looked up before a provider is known: memberships and tokens. Both are global tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Membership(models.Model):
    """A user's place at a provider: as a person of its staff, or as a customer's contact.

    Copies what every request needs (role, name, zone), so that one query answers who is asking;
    operations keep the copies equal to the person.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    provider = models.ForeignKey("foundation.Provider", on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    name = models.CharField(max_length=150)
    zone = models.CharField(max_length=60, default="UTC")
    functions = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "provider"],
                condition=models.Q(customer_id__isnull=True),
                name="membership_once_as_staff",
            ),
            models.UniqueConstraint(
                fields=["user", "provider", "customer_id"],
                condition=models.Q(customer_id__isnull=False),
                name="membership_once_per_customer",
            ),
            models.CheckConstraint(
                condition=models.Q(person_id__isnull=False, customer_id__isnull=True)
                | models.Q(contact_id__isnull=False, customer_id__isnull=False),
                name="membership_staff_or_customer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


class ApiToken(models.Model):
    """A program's key. Only a hash is kept; 128 random bits need no slow hash."""

    provider = models.ForeignKey("foundation.Provider", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    """Capabilities that the token may use, of those its person holds; `["*"]` for all of them."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
