"""Who of the staff follows a ticket, and what waits for them because of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.desk.models.ticket import Ticket, TicketEntry
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class TicketWatcher(Owned):
    """Somebody who wants to hear what is said on a ticket that need not be theirs."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "watcher"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "person"], name="ticket_watcher_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.person_id}"


class NoticeKind(models.TextChoices):
    """Why somebody is told."""

    MENTIONED = "mentioned", "You are named"
    WATCHED = "watched", "You watch it"


class TicketNotice(Owned):
    """Something on a ticket that waits to be seen by somebody; one of each ticket at a time."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(TicketEntry, on_delete=models.PROTECT, related_name="+")
    """What was said first since they last looked."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "notice"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "person", "ticket"],
                condition=Q(seen_at=None),
                name="ticket_notice_one_waits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.person_id}"


class TicketPresence(Owned):
    """That somebody has a ticket before them: one row for each person and ticket, kept a day."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    """When their page last said so."""
    writes = models.BooleanField(default=False)
    """An answer is begun."""

    class Meta(Owned.Meta):
        verbose_name = "presence"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "person"], name="ticket_presence_once"
            ),
        )
        indexes = (models.Index(fields=["provider", "at"], name="ticket_presence_by_age"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.person_id}"
