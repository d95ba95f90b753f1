"""A link by which a prospect sees the figures behind what was claimed, and nothing else."""

from __future__ import annotations

from django.db import models

from upheld.agreements.models import Proposal
from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned


class ProofPage(Owned):
    """Live figures of the claims in one proposal, behind a secret of 128 bits."""

    customer_path = "company_id"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "proof page"
        indexes = (models.Index(fields=["provider", "proposal"], name="proof_of_proposal"),)

    def __str__(self) -> str:
        return f"proof for {self.company_id}"


class ProofView(Owned):
    """Somebody looked at a proof page."""

    append_only = True

    page = models.ForeignKey(ProofPage, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True, default="")
    agent = models.CharField(max_length=300, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "proof view"
        indexes = (models.Index(fields=["provider", "page", "-at"], name="views_of_proof"),)

    def __str__(self) -> str:
        return f"{self.page_id} at {self.at}"
