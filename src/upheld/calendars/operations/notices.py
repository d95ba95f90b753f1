"""People are told about their calendars, and say that they have read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.may import May
from upheld.calendars.models import CalendarNotice
from upheld.calendars.queries.mine import notices_waiting
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


def tell(person_id: int, words: str, at: datetime, url: str = "") -> CalendarNotice:
    """Tell somebody something, once while it waits to be read; inside an operation."""
    known: CalendarNotice | None = CalendarNotice.objects.filter(
        person_id=person_id, words=words[:300], read_at=None
    ).first()
    if known is not None:
        return known
    notice = CalendarNotice(person_id=person_id, words=words[:300], url=url, told_at=at)
    notice.save()
    return notice


@operation(May.USE_CALENDAR)
def read_notices(*, by: Actor, at: datetime) -> int:
    """Note that somebody has read what they were told; gives how much that was."""
    with bookkeeping():
        return unchanged(int(notices_waiting(by).update(read_at=at)))
