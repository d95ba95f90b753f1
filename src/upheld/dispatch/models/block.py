"""A stretch of time that somebody is to spend on something."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from upheld.customers.models import Company
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.period import Period
from upheld.people.models import Person

LONGEST_TITLE = 200
LONGEST_NOTE = 500


class Source(models.TextChoices):
    """Where a block was planned."""

    BOARD = "board", "On the board"
    PROGRAM = "program", "By a program"
    CALENDAR = "calendar", "In a calendar"


def fresh_uid() -> str:
    """Give a name that no other calendar entry has, and that never changes."""
    return str(uuid.uuid4())


class PlannedBlock(Owned):
    """Some hours of one person's, on one thing that time can be on. Taken back, it is kept."""

    undeletable = True

    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    on_kind = models.CharField(max_length=20)
    """ticket, deliverable, deal, procedure, complaint, training, internal: a target's kind."""
    on_id = models.BigIntegerField(null=True)
    on_title = models.CharField(max_length=200, blank=True, default="")
    on_url = models.CharField(max_length=300, blank=True, default="")
    title = models.CharField(max_length=LONGEST_TITLE)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When it was last planned, moved or taken back: what a calendar asks about."""
    source = models.CharField(max_length=10, choices=Source, default=Source.BOARD)
    uid = models.CharField(max_length=255, default=fresh_uid)
    """What calendars know it by; a block that came from a calendar keeps that one's name."""
    set_aside = models.JSONField(default=list, blank=True)
    """The codes of the cautions that were knowingly set aside where it lies now."""
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "planned block"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="block_number_once"),
            models.UniqueConstraint(fields=["provider", "person", "uid"], name="block_uid_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="block_ends_after_start"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "person", "starts_at"], name="block_of_person"),
            models.Index(fields=["provider", "starts_at", "id"], name="block_by_start"),
            models.Index(fields=["provider", "on_kind", "on_id"], name="block_on_target"),
            models.Index(fields=["provider", "person", "changed_at"], name="block_by_change"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """From when until when, half-open."""
        return Period(self.starts_at, self.ends_at)

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.period.seconds

    @property
    def stands(self) -> bool:
        """Tell whether it is still planned."""
        return self.dropped_at is None
