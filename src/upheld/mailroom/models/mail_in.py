"""Mail that came: each message once, with what became of it."""

from __future__ import annotations

from django.db import models

from upheld.customers.models import Contact
from upheld.desk.models import Ticket, TicketEntry
from upheld.foundation.tenancy.owned import Owned
from upheld.mailroom.models.mailbox import Mailbox
from upheld.mailroom.rules.deciding import Fate, Why
from upheld.mailroom.rules.nature import Nature
from upheld.people.models import Person

FATES = {
    Fate.OPENED: "Opened a ticket",
    Fate.ANSWERED: "Answer on a ticket",
    Fate.NOTED: "Noted on a ticket",
    Fate.RETURNED: "Came back",
    Fate.CAPTURED: "Captured line",
    Fate.HELD: "Held",
    Fate.OWN: "Our own",
    Fate.REJECTED: "Rejected",
}


class MailIn(Owned):
    """One message. Its bytes lie in a file; what is here was read from them, and is not trusted."""

    undeletable = True

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    message_id = models.CharField(max_length=402, blank=True, default="")
    came_at = models.DateTimeField()
    """When it was taken in here."""
    sent_at = models.DateTimeField(null=True)
    """As its sender says."""
    sender = models.CharField(max_length=254, blank=True, default="")
    sender_name = models.CharField(max_length=150, blank=True, default="")
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    """All of it; a ticket shows what is new in it."""
    html = models.TextField(blank=True, default="")
    """Cleaned."""
    nature = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Nature])
    fate = models.CharField(
        max_length=10, choices=[(key.value, title) for key, title in FATES.items()]
    )
    why = models.CharField(
        max_length=15, blank=True, default="", choices=[(one.value, one.value) for one in Why]
    )
    said = models.CharField(max_length=500, blank=True, default="")
    """Why not, in the words of whatever refused it."""
    left_out = models.JSONField(default=list)
    """Files that were not put on the ticket: [name, why]."""
    size = models.BigIntegerField()
    """Bytes, as the server says."""
    is_cut = models.BooleanField(default=False)
    """Too large to be kept: only its beginning was fetched."""
    raw = models.CharField(max_length=200)
    raw_sha256 = models.CharField(max_length=64)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(TicketEntry, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "mail"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "mailbox", "uid_validity", "uid"], name="mail_in_uid_once"
            ),
            models.UniqueConstraint(fields=["provider", "fingerprint"], name="mail_in_once"),
        )
        indexes = (
            models.Index(fields=["provider", "-came_at", "-id"], name="mail_in_newest"),
            models.Index(fields=["provider", "sender", "came_at"], name="mail_in_of_sender"),
            models.Index(fields=["provider", "ticket", "came_at"], name="mail_in_of_ticket"),
            models.Index(fields=["provider", "message_id"], name="mail_in_by_message_id"),
            models.Index(
                fields=["provider", "sender", "why"],
                name="mail_in_held",
                condition=models.Q(fate="held"),
            ),
        )

    def __str__(self) -> str:
        return self.subject or "(no subject)"
