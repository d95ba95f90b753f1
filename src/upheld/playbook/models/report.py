"""Reports: that a procedure is wrong, unclear, lacks something, or does not exist."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.playbook.models.procedure import Procedure, Revision


class ReportKind(models.TextChoices):
    """What is the matter."""

    WRONG = "wrong", "Wrong"
    MISSING = "missing", "Missing"
    UNCLEAR = "unclear", "Unclear"


class ReportState(models.TextChoices):
    """Whether it has been answered."""

    OPEN = "open", "Waiting"
    CORRECTED = "corrected", "Corrected"
    DECLINED = "declined", "Stays as it is"


class Report(Owned):
    """What somebody found while working. Without a procedure: that there is none for it."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=ReportKind)
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    """What it said then."""
    step = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=1000)
    on_kind = models.CharField(max_length=20, blank=True, default="")
    on_id = models.BigIntegerField(null=True)
    on_title = models.CharField(max_length=200, blank=True, default="")
    on_url = models.CharField(max_length=300, blank=True, default="")
    """The work that it was found at, if any: kept like a time entry's target."""
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ReportState, default=ReportState.OPEN)
    answer = models.CharField(max_length=1000, blank=True, default="")
    corrected_in = models.ForeignKey(
        Revision, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "report"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="report_number_once"),
            models.CheckConstraint(
                condition=Q(procedure__isnull=False) | Q(kind=ReportKind.MISSING),
                name="report_without_procedure_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, answered_at=None)
                | Q(state=ReportState.CORRECTED, corrected_in__isnull=False)
                | (Q(state=ReportState.DECLINED) & ~Q(answer="")),
                name="report_answered_by_revision_or_reason",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "state", "-reported_at"], name="report_by_state"),
            models.Index(fields=["provider", "procedure", "state"], name="report_of_procedure"),
            models.Index(fields=["provider", "on_kind", "on_id"], name="report_on_work"),
        )

    def __str__(self) -> str:
        return f"Report {self.number}"
