"""Tickets that come again and again: by which template, for whom, on which days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upheld.agreements.models import Agreement
from upheld.customers.models import Company, Contact
from upheld.desk.models.ticket import Ticket
from upheld.desk.models.ticket_template import TicketTemplate
from upheld.desk.rules.recurrence import Recurrence, Unit
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class RecurringTicket(Owned):
    """A ticket that is made anew on each of its days. The days are those of the provider's zone."""

    number = models.PositiveIntegerField()
    template = models.ForeignKey(TicketTemplate, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True, default="")
    """What its tickets are called; empty: as the template says."""
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    """Only while it is in force."""
    assignee = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Unit])
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = models.JSONField(default=list, blank=True)
    nth = models.SmallIntegerField(default=0)
    day = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    until_on = models.DateField(null=True)
    minute = models.PositiveSmallIntegerField(default=420)
    """The minute of the day at which it is made, by the wall clock."""
    next_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    """The next to be made; empty while it is paused and after its end."""
    made = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=500, blank=True, default="")

    class Meta(Owned.Meta):
        verbose_name = "recurring ticket"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="recurring_number_once"),
            models.CheckConstraint(condition=Q(minute__lt=1440), name="recurring_minute_of_day"),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(paused_at=None, ended_at=None),
                name="recurring_not_paused_and_due",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(why_ended=""), name="recurring_ended_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(agreement=None) | Q(company__isnull=False),
                name="recurring_of_agreement_has_company",
            ),
        )
        indexes = (
            models.Index(
                fields=["provider", "next_at"],
                name="recurring_due",
                condition=Q(next_at__isnull=False),
            ),
            models.Index(fields=["provider", "company"], name="recurring_of_company"),
        )

    def __str__(self) -> str:
        return self.title or self.template.title

    @property
    def rule(self) -> Recurrence:
        """Give the days on which it is made, as the rules have them."""
        return Recurrence(
            Unit(self.unit), self.starts_on, self.every, tuple(self.weekdays), self.nth, self.day,
            self.until_on,
        )  # fmt: skip


class RecurringDay(Owned):
    """One day of a recurring ticket: what was made for it, or why nothing was."""

    recurring = models.ForeignKey(RecurringTicket, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    why_not = models.CharField(max_length=200, blank=True, default="")
    settled_at = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "day of a recurring ticket"
        constraints = (
            models.UniqueConstraint(fields=["provider", "recurring", "on"], name="recurring_once"),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) | ~Q(why_not=""),
                name="recurring_made_or_said_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.recurring_id} {self.on}"
