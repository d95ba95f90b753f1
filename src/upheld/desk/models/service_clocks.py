"""What the clocks of tickets leave behind: answers that were waited for, whom they made us tell,
and what a signed service level came to in a month.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.agreements.models import Agreement
from upheld.customers.models import Company
from upheld.desk.models.ticket import Ticket
from upheld.desk.rules.ticket_events import Target
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.promises.models import Promise

TARGETS = (
    (Target.FIRST_RESPONSE.value, "First response"),
    (Target.NEXT_RESPONSE.value, "Next response"),
    (Target.RESOLUTION.value, "Resolution"),
)


class AwaitedAnswer(Owned):
    """The customer wrote again and waits, or waited, for a person's answer: one round of many.

    Kept for lists and measures where it has a target; worked out anew from the ticket's course
    whenever something happens on it, like the due moments of the ticket itself.
    """

    customer_path = "ticket__company_id"

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    nth = models.PositiveIntegerField()
    """Which of its ticket's rounds, from 1."""
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    met = models.BooleanField(null=True)
    """Null while it runs, and where nobody had to answer after all."""

    class Meta(Owned.Meta):
        verbose_name = "awaited answer"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "nth"], name="awaited_answer_once"
            ),
        )
        indexes = (models.Index(fields=["provider", "due_at"], name="awaited_answer_due"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.nth}"


class Escalation(Owned):
    """Somebody was told that a target is in danger or was missed: once for each step of a clock."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=14, choices=TARGETS)
    began_at = models.DateTimeField()
    """When its clock began: a ticket has many next responses."""
    share_ppm = models.PositiveIntegerField()
    """How much of the target had passed, in parts per million; the whole is the breach."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    """When its clock stopped, so that nobody need look any more."""

    class Meta(Owned.Meta):
        verbose_name = "escalation"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "ticket", "target", "began_at", "share_ppm", "person"],
                name="escalation_told_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["provider", "person"],
                condition=Q(seen_at=None, over_at=None),
                name="escalation_waits_for",
            ),
            models.Index(fields=["provider", "ticket"], name="escalation_of_ticket"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.target} {self.share_ppm}"


class ServiceMonth(Owned):
    """A month of a signed service level, as it was signed, with the promise that stands for it.

    `counted` is empty until the month is settled; then it holds what came of each target:
    target, priority, seconds (the target as signed), met and missed.
    """

    customer_path = "company_id"
    frozen_once: ClassVar[str] = "settled_at"
    frozen: ClassVar[tuple[str, ...]] = (
        "promise_id", "agreement_id", "company_id", "starts_at", "ends_at", "name", "least_ppm",
        "first_response", "next_response", "resolution", "counted", "settled_at",
    )  # fmt: skip
    undeletable: ClassVar[bool] = True

    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    name = models.CharField(max_length=100)
    least_ppm = models.PositiveIntegerField()
    first_response = models.JSONField(default=dict)
    """Priority ("1" to "4") to business seconds, as it was signed; likewise the next two."""
    next_response = models.JSONField(default=dict)
    resolution = models.JSONField(default=dict)
    counted = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "month of service"
        indexes = (
            models.Index(fields=["provider", "starts_at", "company"], name="service_month_of"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at:%Y-%m}"

    def signed(self, target: Target) -> dict[str, int]:
        """Give what was signed for a target: business seconds by priority."""
        tables: dict[Target, dict[str, int]] = {
            Target.FIRST_RESPONSE: self.first_response,
            Target.NEXT_RESPONSE: self.next_response,
            Target.RESOLUTION: self.resolution,
        }
        return tables[target]
