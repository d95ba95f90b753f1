"""How what happens to calendars is said, and how their page is found."""

from __future__ import annotations

from upheld.calendars.events import Event
from upheld.calendars.may import May
from upheld.calendars.models import CalendarAccount, CalendarFeed
from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command

declare_command("My calendar", "my-calendar", May.USE_CALENDAR, icon="calendar", group="Go to")

_SAID = {
    Event.FEED_MADE: "made an address at which calendars read their plan",
    Event.FEED_CHANGED: "changed how much the feed of their plan tells",
    Event.FEED_ENDED: "turned the feed of their plan off",
    Event.ACCOUNT_SET: "connected their calendar",
    Event.ACCOUNT_CHOSEN: "chose which of their calendars is written to and read",
    Event.ACCOUNT_FAILED: "could not speak to a calendar server",
    Event.ACCOUNT_REFUSED: "was not let in by a calendar server",
    Event.ACCOUNT_RECOVERED: "could speak to a calendar server again",
    Event.ACCOUNT_ENDED: "disconnected their calendar",
    Event.WRITTEN_AGAIN: "had their plan written to their calendar again",
    Event.CHANGE_TOLD: "told what was not taken over between plan and calendar",
}
for event, phrase in _SAID.items():
    say(event, phrase, kind="note")

_HIDDEN = FieldSaid("", shown=False)
name_fields(CalendarFeed, detail=FieldSaid("Tells"))
name_fields(CalendarAccount, address=_HIDDEN, user=_HIDDEN, state=FieldSaid("State"),
            shows_titles=FieldSaid("Titles are kept"), again_at=_HIDDEN, since=_HIDDEN,
            asked_at=_HIDDEN, looked_at=_HIDDEN, failures=_HIDDEN, problem=_HIDDEN)  # fmt: skip
