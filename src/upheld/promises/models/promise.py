"""The promise ledger: who promised what to whom, by when, shown by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.promises.rules.ledger import PromiseFact, Standing, standing
from upheld.promises.rules.states import FINAL, PromiseState

if TYPE_CHECKING:
    from datetime import datetime

_FINAL = sorted(FINAL)
_COUNTING = [PromiseState.AGREED, PromiseState.KEPT, PromiseState.BROKEN]


class Source(models.TextChoices):
    """Where a promise comes from."""

    CLAIM = "claim", "Claim"
    TERM = "term", "Term"
    DELIVERABLE = "deliverable", "Deliverable"
    SERVICE_LEVEL = "service_level", "Service level"
    MEETING = "meeting", "Meeting"
    COMPLAINT = "complaint", "Complaint"
    CHANGE_ORDER = "change_order", "Change order"


class Promise(Owned):
    """One promise. Its words never change once it was agreed, and it is never deleted.

    Both are kept by triggers in the database as well. Whether it is overdue follows from the
    clock and is stored nowhere.
    """

    customer_path = "company_id"
    frozen_once: ClassVar[str] = "agreed_at"
    frozen: ClassVar[tuple[str, ...]] = (
        "number", "words", "shown_by", "source", "source_type", "source_id", "company_id",
        "promised_by_id", "offered_at", "agreed_at", "due_at", "value_minor", "currency",
    )  # fmt: skip
    undeletable: ClassVar[bool] = True
    search_kind: ClassVar[str] = "promise"

    number = models.PositiveIntegerField()
    words = models.CharField(max_length=500)
    """What was promised, as it was said."""
    shown_by = models.CharField(max_length=300, blank=True, default="")
    """What will show that it was kept: an acceptance criterion, a measure, a document."""
    source = models.CharField(max_length=14, choices=Source)
    source_type = models.CharField(max_length=60, blank=True, default="")
    """The kind of row that it stands in (`agreements.proposaldeliverable`), with `source_id`."""
    source_id = models.BigIntegerField(null=True)
    source_title = models.CharField(max_length=200, blank=True, default="")
    source_url = models.CharField(max_length=300, blank=True, default="")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    """To whom; empty for a promise among ourselves."""
    promised_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who said it; empty where an agreement says it and no one person."""
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who agreed to keep it."""
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value.capitalize()) for state in PromiseState],
        default=PromiseState.OFFERED.value,
    )
    offered_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=500, blank=True, default="")
    """What showed that it was kept."""
    shown_url = models.CharField(max_length=300, blank=True, default="")
    settled_why = models.CharField(max_length=500, blank=True, default="")
    """Why it was broken, replaced or released, and by whose leave."""
    risk = models.CharField(max_length=500, blank=True, default="")
    """Why it may not be kept, as long as somebody sees it so."""
    risk_at = models.DateTimeField(null=True)
    value_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "promise"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="promise_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PromiseState]),
                name="promise_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_FINAL, settled_at__isnull=False)
                | (~Q(state__in=_FINAL) & Q(settled_at__isnull=True)),
                name="promise_final_is_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_COUNTING) | Q(agreed_at__isnull=False, owner__isnull=False),
                name="promise_agreed_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.OFFERED.value) | Q(agreed_at__isnull=True),
                name="promise_offered_not_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.KEPT.value) | ~Q(shown=""),
                name="promise_kept_is_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.BROKEN.value) | ~Q(settled_why=""),
                name="promise_broken_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=PromiseState.REPLACED.value, replaced_by__isnull=False)
                | (~Q(state=PromiseState.REPLACED.value) & Q(replaced_by__isnull=True)),
                name="promise_replaced_by_one",
            ),
            models.CheckConstraint(
                condition=Q(value_minor__isnull=True) | ~Q(currency=""),
                name="promise_value_has_currency",
            ),
        )
        indexes = (
            models.Index(fields=["provider", "state", "due_at", "id"], name="promise_by_due"),
            models.Index(fields=["provider", "due_at", "id"], name="promise_due"),
            models.Index(fields=["provider", "owner", "state", "due_at"], name="promise_of_owner"),
            models.Index(fields=["provider", "company", "due_at"], name="promise_to_company"),
            models.Index(fields=["provider", "source_type", "source_id"], name="promise_by_source"),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def value(self) -> Money | None:
        """Give what the promise is worth, where that is known."""
        return None if self.value_minor is None else Money(self.value_minor, self.currency)

    def search_document(self) -> Document:
        """Say what it is found by."""
        return Document(
            self.words,
            reverse("promise", args=[self.number]),
            self.offered_at,
            text=f"{self.number} {self.shown_by} {self.source_title}",
            hint=self.company.name if self.company else "",
            customer_id=self.company_id,
        )

    def fact(self, *, weighted: bool = False) -> PromiseFact:
        """Give what the rules of the ledger need to know."""
        return PromiseFact(
            PromiseState(self.state),
            self.due_at,
            self.agreed_at,
            self.settled_at,
            (self.value_minor or 0) if weighted else 1,
        )

    def standing(self, at: datetime) -> Standing:
        """Say what it comes to at a moment."""
        return standing(self.fact(), at)
