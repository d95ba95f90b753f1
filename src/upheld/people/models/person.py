"""People of the provider's staff, their teams, functions and leave."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.db import models
from django.urls import reverse

from upheld.foundation.search.documents import Document
from upheld.foundation.tenancy.owned import SHARED_WITH_CUSTOMERS, Owned

_LONG_AGO = date(2000, 1, 1)


class Team(Owned):
    """People who are counted together."""

    name = models.CharField(max_length=100)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["provider", "name"], name="team_name_once"),)

    def __str__(self) -> str:
        return self.name


class Person(Owned):
    """Somebody who works at the provider. Never deleted: what they did stays theirs."""

    customer_path = SHARED_WITH_CUSTOMERS
    """The portal names who promised and who did; what else is shown is up to its read models."""
    search_kind = "person"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField()
    handle = models.SlugField(max_length=40)
    """The short name after @ in the capture line."""
    title = models.CharField(max_length=100, blank=True, default="")
    role = models.CharField(max_length=30)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(
        "people.Schedule", null=True, on_delete=models.PROTECT, related_name="+"
    )
    zone = models.CharField(max_length=60, blank=True, default="")
    skills = models.JSONField(default=list)
    hired_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    active = models.BooleanField(default=True)
    source_id = models.CharField(max_length=200, blank=True, default="")
    """Who this is in the system that the row was imported from, if it was."""

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["provider", "handle"], name="handle_once"),)
        indexes = (models.Index(fields=["provider", "source_id"], name="person_by_source"),)

    def __str__(self) -> str:
        return self.name

    def search_document(self) -> Document | None:
        """Say what they are found by; pay never is."""
        since = self.hired_on or _LONG_AGO
        return Document(
            self.name,
            reverse("person", args=[self.handle]),
            datetime.combine(since, time(), UTC),
            text=f"{self.handle} {self.email} {' '.join(map(str, self.skills))}",
            hint=self.title if self.active else f"{self.title} (left)".strip(),
        )


class FunctionHolder(Owned):
    """Who answers for a function: legal, security, on-site, service desk, finance, projects."""

    function = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)
    """The lowest rank is asked first; the next stand in during absence."""

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "function", "person"], name="function_held_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.function}: {self.person_id}"


class Leave(Owned):
    """Days on which a person does not work; both days included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    kind = models.CharField(max_length=30, default="holiday")

    class Meta(Owned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="leave_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_on}–{self.last_on}"
