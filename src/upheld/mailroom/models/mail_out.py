"""Mail that goes: one row for one message to one person, with how far it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.customers.models import Contact
from upheld.desk.models import Ticket, TicketEntry
from upheld.foundation.tenancy.owned import Owned
from upheld.mailroom.models.mail_in import MailIn
from upheld.mailroom.models.mailbox import Mailbox
from upheld.people.models import Person


class OutState(models.TextChoices):
    """How far a mail came."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Perhaps sent"
    RETURNED = "returned", "Did not arrive"
    GIVEN_UP = "given_up", "Given up"


class MailOut(Owned):
    """One message to one address. It is composed anew from the ticket when it is sent."""

    undeletable = True

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(TicketEntry, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Whom of the staff it answers."""
    answers = models.ForeignKey(MailIn, null=True, on_delete=models.PROTECT, related_name="+")
    """The mail whose captured line it tells the outcome of."""
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True, default="")
    """For what stands on no ticket."""
    automatic = models.BooleanField(default=False)
    message_id = models.CharField(max_length=402)
    state = models.CharField(max_length=10, choices=OutState, default=OutState.WAITING)
    queued_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True, default="")
    returned_by = models.ForeignKey(
        MailIn, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta(Owned.Meta):
        verbose_name = "mail"
        constraints = (
            models.UniqueConstraint(fields=["provider", "message_id"], name="mail_out_id_once"),
            models.UniqueConstraint(
                fields=["provider", "entry", "address"],
                condition=Q(entry__isnull=False),
                name="mail_out_entry_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "answers"],
                condition=Q(answers__isnull=False),
                name="mail_out_answer_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["provider", "try_at"], name="mail_out_due", condition=Q(state="waiting")
            ),
            models.Index(fields=["provider", "ticket", "queued_at"], name="mail_out_of_ticket"),
            models.Index(fields=["provider", "-queued_at", "-id"], name="mail_out_newest"),
        )

    def __str__(self) -> str:
        return self.subject
