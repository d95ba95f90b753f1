"""Minutes: whose, on what, and who pays for them. And the timers that become minutes."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from upheld.customers.models import Company
from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person

LONGEST_SECONDS = 24 * 3600


class Category(models.TextChoices):
    """What the time was for, which decides where its cost is counted."""

    CUSTOMER = "customer", "Customer work"
    PRESALE = "presale", "Before a signature"
    COMPLAINT = "complaint", "Complaint"
    PROCEDURE = "procedure", "Own procedures"
    TRAINING = "training", "Training"
    INTERNAL = "internal", "Internal"


class Billing(models.TextChoices):
    """Who pays for the time."""

    BILLABLE = "billable", "Billable"
    COVERED = "covered", "Covered by an agreement"
    UNBILLED = "unbilled", "Given away"
    INTERNAL = "internal", "Our own"


class TimeEntry(Imported, Owned):
    """Some seconds of one person's on one thing. A correction is a new entry that names the old."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    on_kind = models.CharField(max_length=20)
    """ticket, deliverable, deal, complaint, procedure, training, internal: a target's kind."""
    on_id = models.BigIntegerField(null=True)
    on_title = models.CharField(max_length=200, blank=True, default="")
    on_url = models.CharField(max_length=300, blank=True, default="")
    """Kept beside the title, so that a list of time need not know every package's pages."""
    category = models.CharField(max_length=10, choices=Category)
    billing = models.CharField(max_length=10, choices=Billing)
    billing_rule = models.CharField(max_length=40, blank=True, default="")
    """The code of the rule that decided who pays; its words are said by what declared it."""
    billing_named = models.CharField(max_length=60, blank=True, default="")
    """What that rule went by, such as the number of an agreement."""
    work_type = models.CharField(max_length=30, blank=True, default="")
    worked_on = models.DateField()
    """The day in the person's zone."""
    started_at = models.DateTimeField(null=True)
    seconds = models.IntegerField()
    """More than nothing, but for an adjustment, which may take out."""
    entered_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True, default="")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    adjusts = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The settled entry of which this is a correction: the difference, booked on an open day."""
    cost_on = models.DateField(null=True)
    """Of an adjustment, the day that it is about: its seconds cost what they cost then."""
    void = models.BooleanField(default=False)
    """Undone, or replaced by a correction: kept, and counted nowhere."""

    class Meta(Owned.Meta):
        verbose_name = "time entry"
        constraints = (
            models.CheckConstraint(
                condition=Q(seconds__gte=1, seconds__lte=LONGEST_SECONDS, adjusts=None)
                | Q(seconds__gte=-LONGEST_SECONDS, seconds__lte=-1, adjusts__isnull=False)
                | Q(seconds__gte=1, seconds__lte=LONGEST_SECONDS, adjusts__isnull=False)
                | (Q(seconds__gte=0, adjusts=None) & ~Q(source_id="")),
                name="time_entry_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(adjusts=None, cost_on=None)
                | Q(adjusts__isnull=False, cost_on__isnull=False),
                name="time_entry_adjusts_a_day",
            ),
            once_per_source("time_entry_once_per_source"),
        )
        indexes = (
            models.Index(
                # In the order of lists, then all that a sum by person and day asks about.
                fields=["provider", "person", "worked_on", "id", "on_kind", "void", "seconds"],
                name="time_of_person",
            ),
            models.Index(
                fields=["provider", "on_kind", "on_id", "worked_on", "id"], name="time_on_target"
            ),
            models.Index(fields=["provider", "company", "worked_on"], name="time_of_company"),
            models.Index(fields=["provider", "worked_on", "id"], name="time_by_day"),
            models.Index(fields=["provider", "entered_at"], name="time_by_entering"),
            models.Index(
                fields=["provider", "adjusts"],
                condition=Q(adjusts__isnull=False),
                name="time_adjusting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seconds} s on {self.on_title}"


class Timer(Owned):
    """A running or paused timer, held by the server so that it survives a closed laptop."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    on_kind = models.CharField(max_length=20)
    on_id = models.BigIntegerField(null=True)
    on_title = models.CharField(max_length=200)
    on_url = models.CharField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    first_started_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    """Since when it runs; empty while it is paused."""
    gathered_seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "timer"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "person"],
                condition=Q(started_at__isnull=False, ended_at=None),
                name="one_timer_runs",
            ),
        )
        indexes = (models.Index(fields=["provider", "person", "ended_at"], name="timer_of_person"),)

    def __str__(self) -> str:
        return self.on_title

    @property
    def gathered(self) -> timedelta:
        """What it gathered before it was started last."""
        return timedelta(seconds=self.gathered_seconds)
