"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about deals, meetings and gaps."""

    DEAL_OPENED = "selling.deal.opened"
    DEAL_CHANGED = "selling.deal.changed"
    DEAL_CONTACT_SET = "selling.deal.contact_set"
    DEAL_CONTACT_REMOVED = "selling.deal.contact_removed"
    EVIDENCE_GIVEN = "selling.evidence.given"
    EVIDENCE_WITHDRAWN = "selling.evidence.withdrawn"
    STAGE_REACHED = "selling.deal.stage_reached"
    DEAL_WON = "selling.deal.won"
    DEAL_LOST = "selling.deal.lost"
    DEAL_REOPENED = "selling.deal.reopened"
    MEETING_PLANNED = "selling.meeting.planned"
    MEETING_CHANGED = "selling.meeting.changed"
    MEETING_PREPARED = "selling.meeting.prepared"
    MEETING_HUDDLED = "selling.meeting.huddled"
    MEETING_DEBRIEFED = "selling.meeting.debriefed"
    MEETING_CANCELLED = "selling.meeting.cancelled"
    RATING_ASKED = "selling.meeting.rating_asked"
    RATING_NOT_SENT = "selling.meeting.rating_not_sent"
    MEETING_RATED = "selling.meeting.rated"
    GAP_FOUND = "selling.gap.found"
    GAP_CHANGED = "selling.gap.changed"
    GAP_DISCLOSED = "selling.gap.disclosed"
