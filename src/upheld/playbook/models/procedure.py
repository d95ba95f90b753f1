"""Procedures: one for each subject, their revisions that never change, and who has read them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.playbook.rules.standing import USUAL_REVIEW, Standing, standing_on

LONGEST_TEXT = 60_000
"""Characters of a procedure's text: twenty pages, more than anybody reads while working."""


class Procedure(Imported, Owned):
    """How one thing is done. What it says stands in its revisions; here is how it stands now."""

    search_kind: ClassVar[str] = "procedure"

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    subject = models.CharField(max_length=60, blank=True, default="")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who keeps it right."""
    revision = models.PositiveIntegerField(default=0)
    """The number of the revision that holds; 0 while there is none."""
    text = models.TextField(blank=True, default="")
    """The text that holds, copied from its revision, so that lists and search read one row."""
    revised_at = models.DateTimeField(null=True)
    review_every_days = models.PositiveSmallIntegerField(default=USUAL_REVIEW)
    review_on = models.DateField(null=True)
    """The last day on which it holds without somebody having looked at it again."""
    reviewed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True, default="")
    instead = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """What is followed instead of a withdrawn one."""
    begun_at = models.DateTimeField()
    title_stems = models.JSONField(default=list, blank=True)
    step_runs = models.JSONField(default=list, blank=True)
    """By these two it is compared with others: rules/likeness.py."""

    class Meta(Owned.Meta):
        verbose_name = "procedure"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="procedure_number_once"),
            once_per_source("procedure_once_per_source"),
            models.CheckConstraint(
                condition=Q(revision=0, revised_at=None)
                | Q(revision__gt=0, revised_at__isnull=False),
                name="procedure_revised_when_revised",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "subject", "title"], name="procedure_by_subject"),
            models.Index(fields=["provider", "review_on"], name="procedure_by_review"),
            models.Index(fields=["provider", "owner"], name="procedure_by_owner"),
        )

    def __str__(self) -> str:
        return self.title

    def standing(self, day: date) -> Standing:
        """Say how it stands on a day."""
        return standing_on(
            day, revision=self.revision, withdrawn=self.withdrawn_at is not None,
            review_on=self.review_on,
        )  # fmt: skip

    def search_document(self) -> Document:
        """Say what it is found by: all of its words."""
        return Document(
            title=self.title,
            url=reverse("procedure", args=[self.number]),
            at=self.revised_at or self.begun_at,
            text=f"procedure {self.number} {self.text}",
            hint="Withdrawn" if self.withdrawn_at else self.subject or "Procedure",
        )


class Revision(Owned):
    """What a procedure said from one day on: never changed, so that work can lean on it."""

    append_only = True

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    text = models.TextField()
    steps = models.JSONField(default=list)
    """The words of its steps, in order."""
    why = models.CharField(max_length=500)
    """What changed and why."""
    sha256 = models.CharField(max_length=64)
    """Of title and text."""
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "revision"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "procedure", "number"], name="revision_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"


class Draft(Owned):
    """The next revision as it is being written: one at a time for each procedure."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    after = models.PositiveIntegerField()
    """The revision that it was written after."""
    title = models.CharField(max_length=150)
    text = models.TextField()
    why = models.CharField(max_length=500, blank=True, default="")
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    """When its writer said that it is ready."""

    class Meta(Owned.Meta):
        verbose_name = "draft"
        constraints = (
            models.UniqueConstraint(fields=["provider", "procedure"], name="draft_once"),
        )

    def __str__(self) -> str:
        return self.title


class Reading(Owned):
    """Somebody was asked to read a revision, or read it unasked; `read_at` says when they had."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "reading"
        constraints = (
            models.UniqueConstraint(fields=["provider", "revision", "person"], name="reading_once"),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(read_at__isnull=False),
                name="reading_asked_or_done",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "person", "read_at"], name="reading_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} of {self.revision_id}"


class LikePair(Owned):
    """Two procedures that may be on one subject, until somebody says why they are not."""

    first = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    likeness_ppm = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    apart_why = models.CharField(max_length=500, blank=True, default="")
    apart_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    apart_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "pair of procedures"
        constraints = (
            models.UniqueConstraint(fields=["provider", "first", "second"], name="pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second"), likeness_ppm__lte=1_000_000),
                name="pair_in_order",
            ),
        )
        indexes = (models.Index(fields=["provider", "-likeness_ppm"], name="pair_by_likeness"),)

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
