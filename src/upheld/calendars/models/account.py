"""Somebody's own calendar server, and the calendars that are there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class State(models.TextChoices):
    """How a connection to a calendar server stands."""

    LOOKING = "looking", "Being looked at"
    CHOOSING = "choosing", "Nothing chosen yet"
    ON = "on", "Connected"
    REFUSED = "refused", "Paused: it does not let us in"
    HELD = "held", "Paused: our entries are gone from it"
    ENDED = "ended", "Not connected"


class CalendarAccount(Owned):
    """Where somebody's calendars are. The password is sealed, never shown and never recorded."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    user = models.CharField(max_length=200)
    sealed = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.LOOKING)
    shows_titles = models.BooleanField(default=False)
    """Whether titles of the person's own events are kept; otherwise they are busy, no more."""
    since = models.DateTimeField()
    """What was planned for before is not written."""
    problem = models.CharField(max_length=500, blank=True, default="")
    failures = models.PositiveIntegerField(default=0)
    again_at = models.DateTimeField(null=True)
    """Not before is it spoken to again."""
    asked_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    synced_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "calendar connection"
        constraints = (
            models.UniqueConstraint(fields=["provider", "person"], name="calendar_of_person"),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def is_connected(self) -> bool:
        """Tell whether there is a sign-in at a server."""
        return self.state != State.ENDED


class KnownCalendar(Owned):
    """One calendar at somebody's server: written to, read as busy time, or left alone."""

    account = models.ForeignKey(CalendarAccount, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=1000)
    name = models.CharField(max_length=200)
    may_write = models.BooleanField(default=False)
    is_written = models.BooleanField(default=False)
    is_read = models.BooleanField(default=False)
    is_there = models.BooleanField(default=True)
    """Whether the server still names it."""
    token = models.CharField(max_length=500, blank=True, default="")
    """The server's sync-token, or else its ctag, up to which its events are known."""
    read_on = models.DateField(null=True)
    """The day for whose stretch of time it was last read as a whole."""
    ours_at = models.CharField(max_length=500, blank=True, default="")
    """The server's mark at which our own entries were last compared."""

    class Meta(Owned.Meta):
        verbose_name = "calendar"
        constraints = (
            models.UniqueConstraint(fields=["provider", "account", "url"], name="calendar_once"),
            models.UniqueConstraint(
                fields=["provider", "account"], condition=Q(is_written=True),
                name="calendar_written_one",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
