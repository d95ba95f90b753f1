"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about people's calendars."""

    FEED_MADE = "calendars.feed.made"
    FEED_CHANGED = "calendars.feed.changed"
    FEED_ENDED = "calendars.feed.ended"
    ACCOUNT_SET = "calendars.account.set"
    ACCOUNT_CHOSEN = "calendars.account.chosen"
    ACCOUNT_FAILED = "calendars.account.failed"
    ACCOUNT_REFUSED = "calendars.account.refused"
    ACCOUNT_RECOVERED = "calendars.account.recovered"
    ACCOUNT_ENDED = "calendars.account.ended"
    WRITTEN_AGAIN = "calendars.account.written_again"
    CHANGE_TOLD = "calendars.change.told"
