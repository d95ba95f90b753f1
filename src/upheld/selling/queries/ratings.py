"""Finding the guest behind a rating link, and the meetings whose guests have not been asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from upheld.foundation.operation import find
from upheld.selling.models import Meeting, MeetingGuest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FRESH_FOR = timedelta(days=3)
"""So long a buyer still remembers how prepared we were; later nobody is asked."""

MOST_AT_ONCE = 200


def guest_of_secret(secret_hash: str) -> MeetingGuest:
    """Find the guest whose link carries a secret, with meeting and deal; else `not_found`."""
    rows = MeetingGuest.objects.select_related("meeting", "meeting__deal", "contact")
    guest: MeetingGuest = find(rows.exclude(secret_hash=""), secret_hash=secret_hash)
    return guest


def meetings_to_rate(ended_by: datetime) -> Sequence[Meeting]:
    """Give the meetings that lately ended and have a guest with an address, not yet asked."""
    unasked = MeetingGuest.objects.filter(meeting=OuterRef("pk"), secret_hash="").exclude(
        contact__email=""
    )
    ended = Meeting.objects.filter(
        Exists(unasked), cancelled_at=None, ends_at__lte=ended_by, ends_at__gt=ended_by - FRESH_FOR
    )
    return list(ended.select_related("deal").order_by("ends_at")[:MOST_AT_ONCE])
