"""The tenant: one IT service provider."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models


class Provider(models.Model):
    """A company that runs its business on this installation. Global: it owns, it is not owned."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    country = models.CharField(max_length=2, default="GB")
    """ISO 3166 code; decides the public holidays."""
    subdivision = models.CharField(max_length=10, blank=True, default="")
    locale = models.CharField(max_length=10, default="en-gb")
    currency = models.CharField(max_length=3, default="GBP")
    mfa_required = models.BooleanField(default=False)
    settings = models.JSONField(default=dict, blank=True)
    """Named settings that a page documents: policies, definitions in force."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone in which this provider's days begin and end."""
        return ZoneInfo(self.zone)
