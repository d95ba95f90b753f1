"""Meetings of a deal: who comes, who goes, what was to be gained and what was."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from upheld.customers.models import Contact
from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person
from upheld.selling.models.deal import Deal
from upheld.selling.rules.house_rules import Means
from upheld.selling.rules.meetings import DemoRole, GoalResult

MEANS = tuple((one.value, one.value.capitalize()) for one in Means)
PARTS = tuple((one.value, one.value.capitalize()) for one in DemoRole)
RESULTS = tuple((one.value, one.value.replace("_", " ").capitalize()) for one in GoalResult)


class MeetingKind(models.TextChoices):
    """What a meeting is for."""

    DISCOVERY = "discovery", "Discovery"
    DEMO = "demo", "Demo"
    NEGOTIATION = "negotiation", "Negotiation"
    REVIEW = "review", "Review"
    OTHER = "other", "Other"


class Meeting(Owned):
    """A meeting as a play: planned, made ready, huddled, held, debriefed."""

    search_kind: ClassVar[str] = "meeting"

    number = models.PositiveIntegerField()
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=MeetingKind, default=MeetingKind.OTHER)
    means = models.CharField(max_length=10, choices=MEANS, default=Means.MEETING.value)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=150, blank=True, default="")
    agenda = models.TextField(max_length=2000, blank=True, default="")
    """What is talked about, a line each: the customer's work, not our features."""
    releases = models.JSONField(default=list, blank=True)
    """House rules that a champion released for this meeting: {"rule": id, "contact": id}."""
    answers = models.JSONField(default=dict, blank=True)
    """The readiness check by item: {"said", "not_needed_because", "by"}."""
    play = models.CharField(max_length=300, blank=True, default="")
    """How we will go about it."""
    goal = models.CharField(max_length=200, blank=True, default="")
    huddled_at = models.DateTimeField(null=True)
    said = models.TextField(max_length=4000, blank=True, default="")
    result = models.CharField(max_length=10, choices=RESULTS, blank=True, default="")
    next_step = models.CharField(max_length=200, blank=True, default="")
    next_step_on = models.DateField(null=True)
    no_next_step_because = models.CharField(max_length=300, blank=True, default="")
    debriefed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True, default="")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "meeting"
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"
            ),
        )
        indexes = (
            models.Index(fields=["provider", "starts_at"], name="meeting_by_start"),
            models.Index(fields=["provider", "deal", "starts_at"], name="meeting_of_deal"),
        )

    def __str__(self) -> str:
        return self.title

    def search_document(self) -> Document:
        """Say what the meeting is found by."""
        return Document(
            title=self.title,
            url=reverse("meeting", args=[self.number]),
            at=self.starts_at,
            text=self.goal,
            hint=self.deal.company.name,
        )


class MeetingSeat(Owned):
    """Somebody of ours who goes, and the part they take."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=PARTS, default=DemoRole.ACTIVE.value)

    class Meta(Owned.Meta):
        verbose_name = "seat"
        constraints = (
            models.UniqueConstraint(fields=["provider", "meeting", "person"], name="seat_once"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"


class MeetingGuest(Owned):
    """Somebody of theirs who comes, and how prepared they found us."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True)
    """How prepared we were: 1 not at all, to 5 fully."""
    comment = models.CharField(max_length=500, blank=True, default="")
    rated_at = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of the secret in the link that was sent; empty before."""
    secret_until = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "guest"
        constraints = (
            models.UniqueConstraint(fields=["provider", "meeting", "contact"], name="guest_once"),
            models.CheckConstraint(
                condition=Q(rating=None, rated_at=None)
                | Q(rating__gte=1, rating__lte=5, rated_at__isnull=False),
                name="guest_rating_1_to_5",
            ),
        )
        indexes = (models.Index(fields=["provider", "secret_hash"], name="guest_by_secret"),)

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.contact_id}"
