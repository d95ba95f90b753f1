"""Meetings as lists and pages show them: where each stands, and what it still needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from upheld.customers.models import Contact
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.selling.models import Deal, Meeting, MeetingGuest, MeetingSeat
from upheld.selling.queries.readiness import readiness_of_all
from upheld.selling.rules.meetings import GoalResult, MeetingState, meeting_state, was_huddled
from upheld.selling.rules.meetings import Meeting as MeetingFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.selling.rules.readiness import Readiness

STATE_TITLES: Mapping[MeetingState, tuple[str, str]] = {
    MeetingState.PLANNED: ("Planned", "neutral"),
    MeetingState.HUDDLE_DUE: ("No huddle yet", "warn"),
    MeetingState.HUDDLED: ("Huddled", "good"),
    MeetingState.UNDERWAY: ("Under way", "info"),
    MeetingState.DEBRIEF_DUE: ("To debrief", "warn"),
    MeetingState.DEBRIEF_OVERDUE: ("Debrief overdue", "bad"),
    MeetingState.DEBRIEFED: ("Debriefed", "good"),
    MeetingState.CANCELLED: ("Cancelled", "neutral"),
}
"""A state as people read it, with its tone."""

AHEAD = timedelta(days=14)
MOST_SHOWN = 60
_BEFORE = frozenset({MeetingState.PLANNED, MeetingState.HUDDLE_DUE, MeetingState.HUDDLED})


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in a list. `unhuddled` stays true for good once it began without a huddle."""

    meeting: Meeting
    state: MeetingState
    title: str
    tone: str
    settled: int
    asked: int
    unhuddled: bool
    result: str

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing is missing of the readiness check."""
        return self.settled == self.asked

    @property
    def is_ahead(self) -> bool:
        """Tell whether it has not begun and still takes place."""
        return self.state in _BEFORE

    @property
    def needs_debrief(self) -> bool:
        """Tell whether it is over and nobody has written what came of it."""
        return self.state in {MeetingState.DEBRIEF_DUE, MeetingState.DEBRIEF_OVERDUE}


@dataclass(frozen=True, slots=True)
class MyMeetings:
    """The room of meetings: what to write up, today, what is ahead, what was lately held."""

    to_debrief: tuple[MeetingLine, ...]
    today: tuple[MeetingLine, ...]
    ahead: tuple[MeetingLine, ...]
    lately: tuple[MeetingLine, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything that a meeting's page shows of the meeting itself."""

    line: MeetingLine
    readiness: Readiness
    seats: tuple[MeetingSeat, ...]
    guests: tuple[MeetingGuest, ...]
    released: tuple[tuple[str, str], ...]


def visible_meetings(_actor: Actor) -> QuerySet[Meeting]:
    """Give the meetings that an actor may see: all of the provider's, for staff."""
    return Meeting.objects.all()


def facts_of(meeting: Meeting) -> MeetingFacts:
    """Give a meeting as the rules read it."""
    return MeetingFacts(
        when=Period(meeting.starts_at, meeting.ends_at),
        goal=meeting.goal,
        huddled_at=meeting.huddled_at,
        debriefed_at=meeting.debriefed_at,
        result=GoalResult(meeting.result) if meeting.result else None,
        cancelled=meeting.cancelled_at is not None,
    )


def meeting_lines(
    meetings: QuerySet[Meeting],
    at: datetime,
    *,
    said: Mapping[int, Mapping[str, str]] | None = None,
    gaps: Mapping[int, list[str]] | None = None,
) -> tuple[MeetingLine, ...]:
    """Read meetings for a list: three queries, however many there are.

    `said` and `gaps`, as `readiness_of_all` takes them, save a query each.
    """
    rows = list(meetings.select_related("deal", "deal__company"))
    checks = readiness_of_all(rows, said=said, gaps=gaps)
    return tuple(_line(row, checks[row.pk], at) for row in rows)


def my_meetings(actor: Actor, at: datetime, *, everybody: bool = False) -> MyMeetings:
    """Read the meetings in which the actor has a seat or whose deal is theirs.

    At most sixty around now: those to debrief of whatever age, and a fortnight either way.
    """
    rows = visible_meetings(actor).filter(cancelled_at=None)
    if not everybody:
        rows = rows.filter(_mine(actor))
    near = Q(starts_at__gte=at - AHEAD, starts_at__lt=at + AHEAD)
    owed = Q(ends_at__lt=at, debriefed_at=None)
    lines = meeting_lines(rows.filter(near | owed).order_by("starts_at")[:MOST_SHOWN], at)
    midnight = start_of_day(today(at, actor.zone) + timedelta(days=1), actor.zone)
    coming = [one for one in lines if one.is_ahead or one.state is MeetingState.UNDERWAY]
    return MyMeetings(
        to_debrief=tuple(one for one in lines if one.needs_debrief),
        today=tuple(one for one in coming if one.meeting.starts_at < midnight),
        ahead=tuple(one for one in coming if one.meeting.starts_at >= midnight),
        lately=tuple(one for one in reversed(lines) if one.state is MeetingState.DEBRIEFED),
    )


def meeting_page(meeting: Meeting, at: datetime) -> MeetingPage:
    """Read a meeting's page: five queries; its deal and company must have been read with it."""
    check = readiness_of_all([meeting])[meeting.pk]
    seats = MeetingSeat.objects.filter(meeting=meeting).select_related("person")
    guests = MeetingGuest.objects.filter(meeting=meeting).select_related("contact")
    return MeetingPage(
        line=_line(meeting, check, at),
        readiness=check,
        seats=tuple(seats.order_by("-part", "pk")),
        guests=tuple(guests.order_by("pk")),
        released=_released(meeting),
    )


def _mine(actor: Actor) -> Q:
    seats = MeetingSeat.objects.filter(meeting=OuterRef("pk"), person=actor.person_id)
    return Q(Exists(seats)) | Q(deal__in=Deal.objects.filter(owner=actor.person_id))


def _line(meeting: Meeting, check: Readiness, at: datetime) -> MeetingLine:
    facts = facts_of(meeting)
    state = meeting_state(facts, at=at)
    title, tone = STATE_TITLES[state]
    return MeetingLine(
        meeting=meeting,
        state=state,
        title=title,
        tone=tone,
        settled=check.settled,
        asked=len(check.lines),
        unhuddled=state not in _BEFORE and not meeting.cancelled_at and not was_huddled(facts),
        result=meeting.get_result_display() if meeting.result else "",
    )


def _released(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    words = {one["contact"]: one["words"] for one in meeting.releases}
    if not words:
        return ()
    names = Contact.objects.filter(pk__in=words).values_list("pk", "name")
    return tuple((name, words[pk]) for pk, name in names)
