"""What was sent, the codes that let a signer sign, and what was signed; none of it changes."""

from __future__ import annotations

from django.db import models

from upheld.agreements.models.proposal import Proposal
from upheld.customers.models import Company, Contact
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class ProposalVersion(Owned):
    """A proposal as it was sent: its whole content as canonical JSON, and the hash of that."""

    customer_path = "company_id"
    append_only = True

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.TextField()
    """What the customer reads: all of it, and nothing else. The hash is of these very bytes."""
    sha256 = models.CharField(max_length=64)
    estimates = models.JSONField(default=dict)
    """What only we know of the deliverables, by their id: likely seconds, and who said so."""
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "proposal version"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "proposal", "number"], name="proposal_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"


class SigningCode(Owned):
    """A code sent to a signer for one version; only its salted digest is kept."""

    customer_path = "version_sent__company_id"

    version_sent = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "signing code"
        indexes = (
            models.Index(
                fields=["provider", "version_sent", "contact", "-sent_at"], name="code_newest"
            ),
        )

    def __str__(self) -> str:
        return f"code for {self.contact_id}"


class Signature(Owned):
    """Somebody signed a version: who, how we know, what they saw, and the sealed file."""

    customer_path = "company_id"
    append_only = True

    version_signed = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=150)
    email = models.EmailField()
    consent = models.TextField()
    consent_version = models.CharField(max_length=20)
    shown_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=60, blank=True, default="")
    agent = models.CharField(max_length=300, blank=True, default="")
    signed_at = models.DateTimeField()
    file = models.CharField(max_length=200)
    """The sealed PDF's path below the files folder; a random name."""
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        verbose_name = "signature"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "version_signed"], name="version_signed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.typed_name} {self.version_signed_id}"
