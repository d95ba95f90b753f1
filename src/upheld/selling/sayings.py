"""How the events of selling are said on a timeline, and what of selling can be found."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import Deal, Gap, Meeting, MeetingGuest, Origin, Outcome, StageEvidence
from upheld.selling.models.deal import STAGES
from upheld.selling.models.gap import ANSWERS
from upheld.selling.models.meeting import RESULTS


def declare() -> None:
    """Declare what is said and what is found; called once, when Django has loaded the package."""
    _say()
    _name_fields()
    declare_kind("deal", "Deals", icon="target-arrow", may=May.SEE_DEALS)
    declare_kind("meeting", "Meetings", icon="calendar-event", may=May.SEE_DEALS)
    declare_command("New deal", "deal-new", May.EDIT_DEALS)


def _say() -> None:
    say(Event.DEAL_OPENED, "opened deal {number}")
    say(Event.DEAL_CHANGED, "changed the deal “{subject}”")
    say(Event.DEAL_CONTACT_SET, "put {whom} into the deal: {role}")
    say(Event.DEAL_CONTACT_REMOVED, "took {whom} out of the deal")
    say(Event.EVIDENCE_GIVEN, "added evidence. {what}: {words}", kind="note")
    say(Event.EVIDENCE_WITHDRAWN, "withdrew evidence: {what}", kind="note")
    say(Event.STAGE_REACHED, "moved “{subject}” to {title}")
    say(Event.DEAL_WON, "won the deal “{subject}”", kind="signed")
    say(Event.DEAL_LOST, "recorded that “{subject}” is lost")
    say(Event.DEAL_REOPENED, "opened “{subject}” again")
    say(Event.MEETING_PLANNED, "planned “{subject}”", kind="meeting")
    say(Event.MEETING_CHANGED, "changed the plan of “{subject}”", kind="meeting")
    say(Event.MEETING_PREPARED, "prepared “{subject}”. {what}: {words}", kind="meeting")
    say(Event.MEETING_HUDDLED, "huddled for “{subject}”", kind="meeting")
    say(Event.MEETING_DEBRIEFED, "debriefed “{subject}”: goal {result}", kind="meeting")
    say(Event.MEETING_CANCELLED, "called off “{subject}”", kind="meeting")
    say(Event.RATING_ASKED, "asked the guests of “{subject}” how prepared we were", kind="mail")
    say(Event.RATING_NOT_SENT, "could not reach a guest for a rating", kind="mail")
    say(Event.MEETING_RATED, "rated how prepared we were: {rating} of 5", kind="meeting")
    say(Event.GAP_FOUND, "found a gap: {subject}", kind="note")
    say(Event.GAP_CHANGED, "changed the gap “{subject}”", kind="note")
    say(Event.GAP_DISCLOSED, "told {whom} about the gap “{subject}”", kind="note")


def _name_fields() -> None:
    name_fields(
        Deal,
        stage=FieldSaid("Stage", titles=STAGES, shown=False),
        outcome=FieldSaid("Outcome", titles=tuple(Outcome.choices)),
        origin=FieldSaid("Origin", titles=tuple(Origin.choices)),
        one_off_minor=FieldSaid("Once"),
        monthly_minor=FieldSaid("A month"),
        confidence_ppm=FieldSaid("Confidence"),
        next_step_on=FieldSaid("Next step by"),
        expected_on=FieldSaid("Expected"),
    )
    name_fields(
        Gap,
        answer=FieldSaid("Our answer", titles=ANSWERS),
        disclosed_at=FieldSaid("Disclosed", shown=False),
        disclosed_to=FieldSaid("Disclosed to", shown=False),
        sunk_seconds=FieldSaid("Work until then"),
    )
    name_fields(
        Meeting,
        result=FieldSaid("Goal met", titles=RESULTS),
        answers=FieldSaid("Readiness", shown=False),
        releases=FieldSaid("Releases", shown=False),
        huddled_at=FieldSaid("Huddled", shown=False),
        debriefed_at=FieldSaid("Debriefed", shown=False),
    )
    name_fields(
        MeetingGuest,
        rating=FieldSaid("Rating", shown=False),
        rated_at=FieldSaid("Rated", shown=False),
        secret_until=FieldSaid("Link open until"),
    )
    name_fields(
        StageEvidence,
        withdrawn_at=FieldSaid("Withdrawn", shown=False),
        withdrawn_because=FieldSaid("Why", shown=False),
    )
