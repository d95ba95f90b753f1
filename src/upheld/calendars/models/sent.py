"""What of the plan is written to somebody's calendar, and what both sides last agreed on."""

from __future__ import annotations

from django.db import models

from upheld.calendars.models.account import CalendarAccount
from upheld.foundation.tenancy.owned import Owned


class SentEntry(Owned):
    """One block or meeting in one person's calendar: there once, under one address, for ever."""

    account = models.ForeignKey(CalendarAccount, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    """block or meeting."""
    row = models.BigIntegerField()
    uid = models.CharField(max_length=255)
    url = models.CharField(max_length=1500)
    etag = models.CharField(max_length=300, blank=True, default="")
    """Of the last version of which both sides know; empty while unknown."""
    agreed = models.JSONField(default=dict, blank=True)
    """What both sides last had: {"start", "end", "title"}; empty before the first."""
    claimed = models.JSONField(default=dict, blank=True)
    """What was about to be written when this was saved: after a fault it may be there or not."""
    agreed_at = models.DateTimeField(null=True)
    is_gone = models.BooleanField(default=False)
    """Taken from there, by us or by whose calendar it is: it is not written again."""

    class Meta(Owned.Meta):
        verbose_name = "entry in a calendar"
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "account", "kind", "row"], name="sent_entry_once"
            ),
        )

    def __str__(self) -> str:
        return self.uid
