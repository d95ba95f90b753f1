"""Runs: a procedure followed on a piece of work, step by step, as its revision said then."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.playbook.models.procedure import Procedure, Revision


class RunState(models.TextChoices):
    """How far a run is."""

    GOING = "going", "Under way"
    DONE = "done", "Followed"
    BROKEN_OFF = "broken_off", "Broken off"


class StepState(models.TextChoices):
    """How far a step is."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"


class Run(Owned):
    """One following of one revision; a later revision changes nothing about it."""

    number = models.PositiveIntegerField()
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    on_kind = models.CharField(max_length=20)
    on_id = models.BigIntegerField(null=True)
    on_title = models.CharField(max_length=200, blank=True, default="")
    on_url = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.GOING)
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    outdated_when_begun = models.BooleanField(default=False)
    """Whether the procedure was out of date when somebody began to follow it."""
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=500, blank=True, default="")
    steps = models.PositiveSmallIntegerField()
    steps_settled = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        verbose_name = "run"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="run_number_once"),
            models.CheckConstraint(
                condition=Q(state=RunState.GOING, ended_at=None)
                | (~Q(state=RunState.GOING) & Q(ended_at__isnull=False)),
                name="run_ended_when_ended",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "on_kind", "on_id"], name="run_on_work"),
            models.Index(fields=["provider", "procedure", "-begun_at"], name="run_of_procedure"),
            models.Index(fields=["provider", "state", "-begun_at"], name="run_by_state"),
        )

    def __str__(self) -> str:
        return f"Run {self.number}"


class RunStep(Owned):
    """One step of a run: ticked by whom and when, or skipped and why."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=7, choices=StepState, default=StepState.OPEN)
    note = models.CharField(max_length=500, blank=True, default="")
    """What was seen when it was done; for a skipped one why it was."""
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "step"
        constraints = (
            models.UniqueConstraint(fields=["provider", "run", "number"], name="run_step_once"),
            models.CheckConstraint(
                condition=~Q(state=StepState.SKIPPED) | ~Q(note=""), name="skipped_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, at=None)
                | (~Q(state=StepState.OPEN) & Q(at__isnull=False)),
                name="step_settled_when_settled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}.{self.number}"
