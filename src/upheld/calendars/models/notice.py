"""What somebody is told about a calendar, until they have read it."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class CalendarNotice(Owned):
    """One thing told once: a password that is refused, a change that was not taken over."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True, default="")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        verbose_name = "notice about a calendar"
        indexes = (
            models.Index(
                fields=["provider", "person"], name="calendar_notice_waiting",
                condition=models.Q(read_at=None),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.words
