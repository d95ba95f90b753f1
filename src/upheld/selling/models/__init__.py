"""The selling package's tables."""

from upheld.selling.models.deal import Deal, DealContact, Origin, Outcome, StageEvidence
from upheld.selling.models.gap import Gap
from upheld.selling.models.meeting import Meeting, MeetingGuest, MeetingKind, MeetingSeat

__all__ = [
    "Deal",
    "DealContact",
    "Gap",
    "Meeting",
    "MeetingGuest",
    "MeetingKind",
    "MeetingSeat",
    "Origin",
    "Outcome",
    "StageEvidence",
]
