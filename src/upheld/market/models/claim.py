"""Claims: sentences that may be said, what the figures say of them, and who overrode that."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import SHARED_WITH_CUSTOMERS, Owned
from upheld.measures.rules.verdict import Direction, Outcome
from upheld.people.models import Person


class ClaimState(models.TextChoices):
    """Whether a claim may be said at all."""

    DRAFT = "draft", "Draft"
    IN_USE = "in_use", "In use"
    RETIRED = "retired", "Retired"


OUTCOMES = tuple((one.value, one.value.replace("_", " ")) for one in Outcome)
DIRECTIONS = tuple((one.value, one.value.replace("_", " ")) for one in Direction)


class Claim(Owned):
    """One sentence that marketing and sales may say, tied to a measure of operations.

    The verdict is the newest one, kept beside the claim so that lists need no measuring; the
    history stands in `ClaimVerdict`.
    """

    customer_path = SHARED_WITH_CUSTOMERS
    """A proposal and its proof page show the sentence and its figure to the buyer."""

    search_kind: ClassVar[str] = "claim"

    number = models.PositiveIntegerField()
    sentence = models.CharField(max_length=300)
    measure_key = models.CharField(max_length=60)
    only = models.JSONField(default=dict, blank=True)
    """Breakdown to row id, when only part of the figure is meant: {"team": 3}."""
    threshold = models.BigIntegerField()
    """In the measure's own unit: parts per million, seconds, minor units, or a count."""
    direction = models.CharField(max_length=10, choices=DIRECTIONS)
    window_days = models.PositiveSmallIntegerField(default=90)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.DRAFT)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who answers for the sentence."""
    verdict = models.CharField(
        max_length=20, choices=OUTCOMES, default=Outcome.NOT_ENOUGH_EVIDENCE.value
    )
    verdict_why = models.CharField(max_length=400, blank=True, default="")
    figure = models.JSONField(default=dict, blank=True)
    """The figure behind the verdict: value, n, least, low, high, method, first_on, end_on."""
    judged_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "claim"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="claim_number_once"),
            models.CheckConstraint(
                condition=Q(window_days__gte=7, window_days__lte=1100), name="claim_window_in_reach"
            ),
        )
        indexes = (models.Index(fields=["provider", "state", "number"], name="claim_by_state"),)

    def __str__(self) -> str:
        return self.sentence

    def search_document(self) -> Document:
        """Say what the claim is found by; the portal shows it inside its proposal only."""
        return Document(
            title=self.sentence[:200],
            url=reverse("claim", args=[self.number]),
            at=self.written_at,
            text=self.sentence,
            hint="Claim",
        )


class ClaimVerdict(Owned):
    """One judgement of a claim: added whenever the figure or what follows from it has changed."""

    customer_path = SHARED_WITH_CUSTOMERS
    append_only = True

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    why = models.CharField(max_length=400)
    threshold = models.BigIntegerField()
    direction = models.CharField(max_length=10, choices=DIRECTIONS)
    window_days = models.PositiveSmallIntegerField()
    figure = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        verbose_name = "verdict"
        indexes = (models.Index(fields=["provider", "claim", "-judged_at"], name="verdict_newest"),)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.outcome}"


class ClaimOverride(Owned):
    """The owner let one proposal carry a claim that the figures do not bear out, and said why."""

    append_only = True

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    proposal_ref = models.CharField(max_length=60)
    """Which proposal, by its number: "proposal:12"."""
    proposal_title = models.CharField(max_length=200, blank=True, default="")
    reason = models.CharField(max_length=500)
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    """What the figures said at that moment."""
    figure = models.JSONField(default=dict)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "override"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "claim", "proposal_ref"], name="override_once_per_proposal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.proposal_ref}"
