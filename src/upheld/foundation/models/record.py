"""The tables of the record. Rules in `record/`; triggers against change in `tenancy/guards.py`."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import SHARED_WITH_CUSTOMERS, Owned


class RecordEntry(Owned):
    """One thing that happened, in order, never changed.

    `body` is the canonical JSON that is hashed into the tree and holds no personal data.
    `private` holds what people read (names, old and new values); the body carries only its salted
    commitment, so it can be erased without breaking the chain.
    """

    append_only = True
    erasable = ("private", "salt")

    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    body = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    private = models.JSONField(null=True)
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001  null means erased

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["provider", "sequence"], name="record_sequence_once"),
        )
        indexes = (models.Index(fields=["provider", "event", "sequence"], name="record_by_event"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"


class RecordAbout(Owned):
    """Which rows an entry is about, so that each page can show its own timeline."""

    append_only = True

    entry = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveBigIntegerField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta(Owned.Meta):
        indexes = (
            models.Index(
                fields=["provider", "subject_type", "subject_id", "-sequence"],
                name="record_about_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.subject_type} {self.subject_id}"


class RecordHead(Owned):
    """The newest state of a provider's tree: one row, locked by whoever appends."""

    size = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64)
    frontier = models.JSONField(default=list)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["provider"], name="record_head_once"),)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"


class WitnessedHead(Owned):
    """A head that left the house: who has it, so that a rewrite would be noticed."""

    customer_path = SHARED_WITH_CUSTOMERS
    append_only = True

    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    witness = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["provider", "-size"], name="witnessed_newest"),)

    def __str__(self) -> str:
        return f"{self.size} {self.witness}"


class RecordNode(Owned):
    """A complete subtree's hash, kept so that a proof need not read the whole record again.

    The root of the 2**level leaves from index * 2**level on. Derived: `verify` computes each again.
    """

    append_only = True

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["provider", "level", "index"], name="record_node_once"),
        )

    def __str__(self) -> str:
        return f"{self.level}/{self.index} {self.digest}"


class RecordCheck(Owned):
    """What a check of the whole record found, and when."""

    append_only = True

    at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    well = models.BooleanField()
    unwitnessed = models.PositiveBigIntegerField()
    """Entries newer than the last head that left the house."""
    faults = models.JSONField(default=list)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["provider", "-at"], name="record_check_newest"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {'well' if self.well else 'not well'}"
