"""One question to the right person, and their answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.reviews.rules.answers import COUNTS_AS_YES, ReviewState
from upheld.reviews.rules.reviewers import Question

_ANSWERED = [
    ReviewState.APPROVED,
    ReviewState.DECLINED,
    ReviewState.ALTERNATIVE_OFFERED,
    ReviewState.ALTERNATIVE_TAKEN,
]


class Review(Owned):
    """A question, who is asked and why, and what they said. What was asked never changes."""

    frozen_once: ClassVar[str] = "asked_at"
    frozen: ClassVar[tuple[str, ...]] = (
        "number", "kind", "subject_type", "subject_id", "question", "why", "content_hash",
        "requested_by_id", "beneficiary_ids", "asked_at", "within_seconds",
    )  # fmt: skip
    undeletable: ClassVar[bool] = True
    search_kind: ClassVar[str] = "review"

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    """What sort of yes is asked for: estimate, term, discount, capacity, quota, procedure…"""
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(max_length=200)
    subject_url = models.CharField(max_length=300, blank=True, default="")
    question = models.CharField(max_length=500)
    why = models.CharField(max_length=500)
    """Why this person is asked: the rule that needs their yes."""
    content_hash = models.CharField(max_length=64, blank=True, default="")
    """Of the text that is to be approved; while it stays the same, nobody is asked again."""
    function = models.CharField(max_length=40, blank=True, default="")
    """Whoever holds it is asked."""
    asked = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """The person asked, or the holder of the function whose turn it is."""
    requested_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    beneficiary_ids = models.JSONField(default=list, blank=True)
    """The people who gain by a yes, who may therefore not give it."""
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    within_seconds = models.PositiveIntegerField()
    """Business seconds of whoever is asked within which the answer is promised."""
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    """When the private nudge goes out; empty once it has."""
    state = models.CharField(
        max_length=19,
        choices=[
            (state.value, state.value.replace("_", " ").capitalize()) for state in ReviewState
        ],
        default=ReviewState.ASKED.value,
    )
    answer_reason = models.CharField(max_length=1000, blank=True, default="")
    alternative = models.JSONField(default=dict, blank=True)
    """What the reviewer would agree to: `words`, and whatever the subject can take over."""
    unease = models.PositiveSmallIntegerField(null=True)
    """0 none, 3 signed with a heavy heart; held against what comes of it later."""
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    turnaround_seconds = models.PositiveIntegerField(null=True)
    """Business seconds of the person asked, from the question to the answer."""
    closed_at = models.DateTimeField(null=True)
    """When an alternative was taken or the question withdrawn."""

    class Meta(Owned.Meta):
        verbose_name = "review"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="review_number_once"),
            models.UniqueConstraint(
                fields=["provider", "subject_type", "subject_id", "kind"],
                condition=Q(state=ReviewState.ASKED.value),
                name="review_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ReviewState]),
                name="review_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in _ANSWERED])
                | Q(answered_by__isnull=False, answered_at__isnull=False,
                    turnaround_seconds__isnull=False),
                name="review_answer_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.ASKED.value) | Q(answered_at__isnull=True),
                name="review_asked_is_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(requested_by__isnull=True)
                | ~Q(answered_by=models.F("requested_by")),
                name="review_never_ones_own",
            ),
            models.CheckConstraint(
                condition=Q(unease__isnull=True) | Q(unease__lte=3), name="review_unease_to_3"
            ),
            models.CheckConstraint(
                condition=~Q(function="") | Q(asked__isnull=False), name="review_asks_somebody"
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["provider", "state", "due_at", "id"], name="review_by_due"),
            models.Index(fields=["provider", "asked", "state", "due_at"], name="review_of_asked"),
            models.Index(
                fields=["provider", "subject_type", "subject_id", "kind"],
                name="review_of_subject",
            ),
            models.Index(fields=["provider", "answered_at", "id"], name="review_by_answer"),
        )

    def __str__(self) -> str:
        return self.question

    def search_document(self) -> Document:
        """Say what it is found by."""
        url = reverse("review", args=[self.number])
        return Document(self.question, url, self.asked_at, hint=self.subject_title)

    @property
    def is_yes(self) -> bool:
        """Tell whether what was asked may go ahead (in the other wording, if one was taken)."""
        return ReviewState(self.state) in COUNTS_AS_YES

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still missing."""
        return self.state == ReviewState.ASKED

    def as_question(self) -> Question:
        """Give what the rules about reviewers need to know."""
        return Question(
            requester=self.requested_by_id or 0,
            asked_person=self.asked_id,
            asked_function=self.function,
            beneficiaries=frozenset(self.beneficiary_ids),
        )
