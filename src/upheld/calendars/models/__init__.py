"""The calendars package's tables."""

from upheld.calendars.models.account import (
    CalendarAccount,
    KnownCalendar,
    State,
)
from upheld.calendars.models.busy import BusyStretch, CalendarItem
from upheld.calendars.models.feed import CalendarFeed, Detail
from upheld.calendars.models.notice import CalendarNotice
from upheld.calendars.models.sent import SentEntry

__all__ = [
    "BusyStretch",
    "CalendarAccount",
    "CalendarFeed",
    "CalendarItem",
    "CalendarNotice",
    "Detail",
    "KnownCalendar",
    "SentEntry",
    "State",
]
