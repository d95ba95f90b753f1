"""Tickets: what a customer asked for, how it went, and how it stands against its service level."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse

from upheld.customers.models import Company, Contact
from upheld.desk.models.service_level import ServiceLevelPolicy
from upheld.desk.models.ticket_queue import TicketQueue
from upheld.desk.models.ticket_template import TicketTemplate
from upheld.foundation.models.imported import Imported, once_per_source
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person

NEVER = datetime(2999, 1, 1, tzinfo=UTC)
"""Stands for no due moment where an index needs one."""


class TicketState(models.TextChoices):
    """Where a ticket stands."""

    NEW = "new", "New"
    OPEN = "open", "In work"
    WAITING = "waiting", "Waiting for the customer"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


class Ticket(Imported, Owned):
    """One request. Its due times are kept beside it for lists; its page explains them."""

    customer_path = "company_id"
    search_kind: ClassVar[str] = "ticket"

    number = models.PositiveIntegerField()
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for our own systems, and for imported tickets whose customer is not known."""
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=TicketState, default=TicketState.NEW)
    priority = models.PositiveSmallIntegerField(default=3)
    """1 critical to 4 low."""
    kind = models.CharField(max_length=60, blank=True, default="")
    assignee = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(
        ServiceLevelPolicy, null=True, on_delete=models.PROTECT, related_name="+"
    )
    tags = models.JSONField(default=list, blank=True)
    queue = models.ForeignKey(
        TicketQueue, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Where it waits by what it is for; empty: in none."""
    template = models.ForeignKey(
        TicketTemplate, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """What it began with."""
    answers = models.JSONField(default=dict, blank=True)
    """What stands in the provider's own fields, by their ids: see rules/ticket_fields.py."""
    checks = models.PositiveSmallIntegerField(default=0)
    """How many things there are to tick, so that nobody looks where there are none."""
    checks_done = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    """Empty without a target, and while the clock is paused."""
    response_met = models.BooleanField(null=True)
    """Null while it runs or without a target."""
    next_response_due_at = models.DateTimeField(null=True)
    """While the customer has written again and nobody has answered; empty without a target."""
    escalate_at = models.DateTimeField(default=NEVER)
    """When somebody is next to be told that a target is in danger, or was missed."""
    next_due_at = models.DateTimeField(default=NEVER)
    """The first moment at which somebody still has to have done something: the order of danger."""
    resolution_met = models.BooleanField(null=True)
    first_resolved_at = models.DateTimeField(null=True)
    """When it was first said to be solved, by a person; a reopening leaves it."""
    one_touch = models.BooleanField(null=True)
    """Solved by the first of ours who worked it, and not reopened; null until it was solved."""
    one_contact = models.BooleanField(null=True)
    """Solved without the customer having to write again; null until it was solved."""
    reopened = models.PositiveSmallIntegerField(default=0)
    reassigned = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()
    """When anything last happened on it."""
    snoozed_until = models.DateTimeField(null=True)
    """Laid aside until then; NEVER stands for until the customer writes. No clock rests for it."""
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The older ticket about the same thing, which stays: this one is counted nowhere."""
    took_in = models.PositiveSmallIntegerField(default=0)
    """How many were merged into it, so that their course is looked for only where there is one."""
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The ticket about what lies behind this one (an outage, a roll-out); of one level."""
    watched = models.PositiveSmallIntegerField(default=0)
    """By how many of the staff, so that nobody is looked for where nobody watches."""
    void = models.BooleanField(default=False)
    """Opened by a slip and taken back at once: kept, shown nowhere, counted nowhere."""

    class Meta(Owned.Meta):
        verbose_name = "ticket"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="ticket_number_once"),
            once_per_source("ticket_once_per_source"),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")) & ~models.Q(parent=models.F("id")),
                name="ticket_not_of_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__gte=1, priority__lte=4), name="ticket_priority_1_to_4"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "-last_at", "-id"], name="ticket_newest"),
            models.Index(fields=["provider", "state", "-last_at"], name="ticket_by_state"),
            # The board's columns: few may be new, and to look for them among all open ones is slow.
            models.Index(
                fields=["provider", "state", "next_due_at", "-id"], name="ticket_by_state_due"
            ),
            models.Index(fields=["provider", "next_due_at", "id"], name="ticket_by_danger"),
            models.Index(fields=["provider", "assignee", "state"], name="ticket_of_person"),
            models.Index(fields=["provider", "company", "-last_at"], name="ticket_of_company"),
            # With all that is counted of a month's targets, so that no ticket need be read for it.
            models.Index(
                fields=["provider", "response_due_at", "company", "priority", "response_met",
                        "first_response_at", "void"],
                name="ticket_response_due",
            ),
            models.Index(
                fields=["provider", "resolution_due_at", "company", "priority", "resolution_met",
                        "resolved_at", "void"],
                name="ticket_resolution_due",
            ),
            models.Index(fields=["provider", "opened_at"], name="ticket_opened"),
            models.Index(
                fields=["provider", "snoozed_until"],
                name="ticket_snoozed",
                condition=models.Q(snoozed_until__isnull=False),
            ),
            models.Index(
                fields=["provider", "merged_into"],
                name="ticket_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["provider", "parent"],
                name="ticket_children",
                condition=models.Q(parent__isnull=False),
            ),
            models.Index(
                fields=["provider", "queue", "state", "next_due_at"],
                name="ticket_of_queue",
                condition=models.Q(queue__isnull=False),
            ),
            models.Index(
                fields=["provider", "template", "-opened_at", "-id"],
                name="ticket_of_template",
                condition=models.Q(template__isnull=False),
            ),
            models.Index(fields=["provider", "resolved_at"], name="ticket_resolved"),
            models.Index(fields=["provider", "first_resolved_at"], name="ticket_first_resolved"),
            models.Index(fields=["provider", "escalate_at"], name="ticket_escalates"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def is_settled(self) -> bool:
        """Tell whether nobody has to do anything about it any more."""
        return self.state in {TicketState.RESOLVED, TicketState.CLOSED}

    def search_document(self) -> Document | None:
        """Say what it is found by; customers find their own in the portal."""
        if self.void:
            return None
        return Document(
            title=self.title,
            url=reverse("ticket", args=[self.number]),
            at=self.opened_at,
            text=" ".join([f"ticket {self.number} #{self.number}", *self.tags]),
            hint=self.company.name if self.company else "Our own",
            customer_id=self.company_id,
            portal_url=reverse("portal-ticket", args=[self.number]) if self.company_id else "",
        )


class TicketEntry(Owned):
    """One thing that happened on a ticket, in order; customers read replies, not notes."""

    customer_path = "ticket__company_id"
    append_only = True

    # Entries are read by their ticket, which `entries_of_ticket` finds, and a person's own of some
    # days by `entries_by_hand`; an index of each key beside these made a log of a hundred thousand
    # events a third slower to take in.
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    happened = models.CharField(max_length=20)
    """A `Happened` of rules/ticket_events.py, or `note`, `assigned`, `asked` (the customer wrote).

    What `before` and `after` hold: for `created` the priority (after), for `priority_changed` the
    priorities, for `state_changed`, `resolved` and `reopened` the states, for `policy_changed` the
    service level's id (after), for `assigned` the names."""
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """Where it was said first: a split takes words along, and leaves them where they were."""
    who = models.CharField(max_length=150, blank=True, default="")
    """The name, for people of other systems who are nobody here."""
    before = models.CharField(max_length=60, blank=True, default="")
    after = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField(blank=True, default="")
    public = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        verbose_name = "ticket entry"
        indexes = (
            models.Index(fields=["provider", "ticket", "at", "id"], name="entries_of_ticket"),
            models.Index(
                fields=["provider", "person", "at", "id"], name="entries_by_hand",
                condition=models.Q(person__isnull=False, automatic=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.happened}"
