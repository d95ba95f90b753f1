"""Background work: what is to be done, and the queue in which workers find it."""

from __future__ import annotations

from django.db import models

from upheld.foundation.models.provider import Provider
from upheld.foundation.tenancy.owned import Owned


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(Owned):
    """One piece of background work, from the moment it was asked for until its end."""

    code = models.CharField(max_length=80)
    """Which declared job: a stable word, never the path of a function."""
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=JobState, default=JobState.QUEUED)
    once = models.CharField(max_length=120, blank=True, default="")
    """A key under which this work is done once only: a periodic job's turn."""
    person_id = models.BigIntegerField(null=True)
    """Whose act caused it, if anybody's."""
    queued_at = models.DateTimeField()
    run_at = models.DateTimeField()
    """Not before."""
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=2000, blank=True, default="")
    """What came of it, or why the last attempt failed."""

    class Meta(Owned.Meta):
        verbose_name = "job"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "code", "once"],
                condition=~models.Q(once=""),
                name="job_once_a_turn",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "-queued_at", "-id"], name="jobs_newest"),
            models.Index(fields=["provider", "state", "finished_at"], name="jobs_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class JobTicket(models.Model):
    """A job's place in the queue. Global: a worker looks here before it knows any provider.

    Holds ids alone. `lease_until` is set while a worker has the job; past it, the worker is taken
    to be dead and another takes over. Gone once the job has ended.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    job_id = models.BigIntegerField(unique=True)
    run_at = models.DateTimeField()
    urgency = models.SmallIntegerField(default=0)
    """The lower, the sooner; what nobody waits for has more than 0."""
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["urgency", "run_at", "id"], name="tickets_in_line"),)

    def __str__(self) -> str:
        return f"job {self.job_id}"
