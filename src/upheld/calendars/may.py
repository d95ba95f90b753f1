"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over calendars."""

    USE_CALENDAR = "calendars:calendar:use"
    """Have a feed of one's own plan, and connect one's own calendar."""
