"""Somebody's plan as an address that calendars read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class Detail(models.TextChoices):
    """How much a feed tells whoever has its address."""

    ALL = "all", "Titles, customers, places and links"
    TITLES = "titles", "Titles alone"
    BUSY = "busy", "Only “Busy”"


class CalendarFeed(Owned):
    """The secret part of a feed's address is kept as a hash; turned off, there is none."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the secret; empty while it is off."""
    detail = models.CharField(max_length=6, choices=Detail, default=Detail.ALL)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    """When a calendar last asked for it, to the hour."""

    class Meta(Owned.Meta):
        verbose_name = "feed"
        constraints = (
            models.UniqueConstraint(fields=["provider", "person"], name="feed_of_person"),
            models.UniqueConstraint(
                fields=["provider", "secret_hash"], condition=~Q(secret_hash=""),
                name="feed_secret_once",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"feed of {self.person_id}"

    @property
    def is_on(self) -> bool:
        """Tell whether its address answers."""
        return bool(self.secret_hash)
