"""When work is done: weekly hours in a zone, and the days on which nobody works."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import SHARED_WITH_CUSTOMERS, Owned


class Schedule(Owned):
    """Weekly opening hours in an IANA zone, of the desk, a person or a service level."""

    customer_path = SHARED_WITH_CUSTOMERS

    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=60)
    hours = models.JSONField(default=dict)
    """Weekday ("0" is Monday) to a list of ["09:00", "17:30"] pairs."""
    observes_holidays = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["provider", "name"], name="schedule_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Holiday(Owned):
    """A day on which the provider is closed, or open in spite of a public holiday."""

    customer_path = SHARED_WITH_CUSTOMERS

    on = models.DateField()
    name = models.CharField(max_length=100)
    closed = models.BooleanField(default=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["provider", "on"], name="holiday_once_a_day"),
        )

    def __str__(self) -> str:
        return self.name
