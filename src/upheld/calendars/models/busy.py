"""What else lies in somebody's calendars: when they are busy, and no more unless they allow it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upheld.calendars.models.account import KnownCalendar
from upheld.foundation.tenancy.owned import Owned
from upheld.people.models import Person


class CalendarItem(Owned):
    """One resource of a calendar, by its address there: known again by its mark."""

    calendar = models.ForeignKey(KnownCalendar, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=1500)
    etag = models.CharField(max_length=300)
    recurs = models.BooleanField(default=False)
    """It is read anew each day, as the days that are looked at move on."""
    is_unreadable = models.BooleanField(default=False)
    """It could not be understood, and takes no time."""

    class Meta(Owned.Meta):
        verbose_name = "calendar item"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "calendar", "url"], name="calendar_item_once"
            ),
        )

    def __str__(self) -> str:
        return self.url


class BusyStretch(Owned):
    """A stretch of time in which somebody is busy with something that is not from here."""

    item = models.ForeignKey(CalendarItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uid = models.CharField(max_length=255, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_whole_days = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True, default="")
    """Empty unless whose calendar it is allows titles."""

    class Meta(Owned.Meta):
        verbose_name = "busy stretch"
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_start"
            ),
        )
        indexes = (models.Index(fields=["provider", "person", "starts_at"], name="busy_of_person"),)

    def __str__(self) -> str:
        return self.title or "Busy"
