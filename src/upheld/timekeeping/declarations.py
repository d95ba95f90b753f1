"""What people meet of this package elsewhere: how its events are said, what can be started."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import LookState, TimeEntry, TimeLook

say(Event.TIME_LOGGED, "logged {logged_seconds}", kind="time")
say(Event.TIME_CORRECTED, "corrected a time entry to {logged_seconds}", kind="time")
say(Event.TIME_VOIDED, "took {logged_seconds} out", kind="time")
say(Event.TIME_ADJUSTED, "adjusted locked time by {logged_seconds}", kind="time")
say(Event.TIME_LOCKED, "locked time up to {through}", kind="time")
say(Event.TIME_UNLOCKED, "unlocked time, back to {through}", kind="time")
say(Event.TIME_FOUND_ODD, "found a time entry odd", kind="time")
say(Event.TIME_PASSED, "passed an odd time entry", kind="time")
say(Event.TIME_ASKED_ABOUT, "asked about a time entry", kind="time")
say(Event.TIME_EXPLAINED, "explained a time entry", kind="time")
say(Event.PROPOSAL_DECLINED, "said that something proposed was no time of theirs", kind="time")
say(Event.PACE_RAISED, "was over pace for {weeks} weeks in a row, raised with their manager")
say(Event.PACE_ANSWERED, "said what was agreed about their pace")
say(Event.STANDARDS_SET, "set pace and reminders from {holds_from} on")
say(Event.STANDARDS_WITHDRAWN, "withdrew what was to hold of pace and reminders from {holds_from}")
say(Event.TIMER_STARTED, "started a timer", kind="time")
say(Event.TIMER_PAUSED, "paused a timer", kind="time")
say(Event.TIMER_RESUMED, "let a timer run on", kind="time")
say(Event.TIMER_STOPPED, "stopped a timer", kind="time")
say(Event.TIMER_TRIMMED, "took {trimmed_seconds} out of a timer", kind="time")
say(Event.TIMER_DISCARDED, "discarded a timer", kind="time")

name_fields(TimeLook, state=FieldSaid("Standing", titles=tuple(LookState.choices)))
name_fields(TimeEntry, void=FieldSaid("Does not count"))

declare_command("Log time", "time-new", May.LOG_TIME, icon="clock")
declare_command("My time", "my-time", May.LOG_TIME, icon="calendar-event", group="Go to")
declare_command("My week", "my-week", May.LOG_TIME, icon="calendar", group="Go to")
declare_command("Pace", "pace", May.LOG_TIME, icon="activity", group="Go to")
declare_command("Log work on the phone", "quick", May.LOG_TIME, icon="bolt", group="Go to")
declare_command("Time entries", "time", May.LOG_TIME, icon="list", group="Go to")
declare_command("Locked time", "time-locks", May.SEE_TIME, icon="lock", group="Go to")
declare_command(
    "Pace and reminders", "time-standards", May.SEE_TIME, icon="adjustments", group="Go to"
)
declare_command("Time to look at", "time-looks", May.LOOK_OVER_TIME, icon="checks", group="Go to")
