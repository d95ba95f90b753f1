"""One import: which file, what its columns mean, how far it has come, what was refused."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.connections.rules.kinds import KINDS
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person

KIND_CHOICES = tuple((kind, kind.replace("-", " ").capitalize()) for kind in KINDS)


class RunState(models.TextChoices):
    """Where an import stands."""

    STAGED = "staged", "Ready to check"
    WEIGHING = "weighing", "Being tried"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Stopped"


class ImportRun(Owned):
    """The counts say what became of rows: `rows` are those of the file that were read so far.

    `created`, `updated` and `unchanged` count records, which are rows except where a log of events
    becomes tickets; there `events_new` and `events_known` say what became of the rows. `position`
    counts the records and refusals that are settled, in the order of the walk, so that a run which
    was ended in the middle goes on where it stopped.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.PositiveBigIntegerField()
    is_staged = models.BooleanField(default=False)
    """Whether we keep the file until the end; a file of the command line stays where it is."""
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.STAGED)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    """When the last batch was settled."""
    rows_expected = models.PositiveIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    events_new = models.PositiveIntegerField(default=0)
    events_known = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=dict, blank=True)
    """What was told about rows taken in, by code: {"count", "text", "rows"}."""
    weighed = models.JSONField(default=dict, blank=True)
    """The report of the last trial, which took nothing in."""
    stopped_because = models.CharField(max_length=500, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "import"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="import_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "cancelled", "failed"]) | Q(ended_at__isnull=False),
                name="import_ended_has_its_end",
            ),
        )
        indexes = (models.Index(fields=["provider", "state", "begun_at"], name="import_by_state"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing more will happen by itself."""
        return self.state in {RunState.DONE, RunState.CANCELLED, RunState.FAILED}

    @property
    def is_under_way(self) -> bool:
        """Tell whether rows are being read."""
        return self.state in {RunState.RUNNING, RunState.WEIGHING}


class ImportRefusal(Owned):
    """A row that was not taken in, with everything that is wrong with it, and what it said."""

    append_only = True
    erasable = ("cells",)

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    """As a spreadsheet numbers it: the header is row 1."""
    code = models.CharField(max_length=60)
    reason = models.CharField(max_length=1000)
    cells = models.JSONField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "refused row"
        indexes = (models.Index(fields=["provider", "run", "row"], name="refusals_of_run"),)

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"
