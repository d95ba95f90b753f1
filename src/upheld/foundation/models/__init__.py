"""The foundation's tables."""

from upheld.foundation.models.jobs import Job, JobState, JobTicket
from upheld.foundation.models.numbering import Sequence
from upheld.foundation.models.provider import Provider
from upheld.foundation.models.record import (
    RecordAbout,
    RecordCheck,
    RecordEntry,
    RecordHead,
    RecordNode,
    WitnessedHead,
)
from upheld.foundation.models.requests import IdempotentAnswer, SavedView
from upheld.foundation.models.search import SearchRow

__all__ = [
    "IdempotentAnswer",
    "Job",
    "JobState",
    "JobTicket",
    "Provider",
    "RecordAbout",
    "RecordCheck",
    "RecordEntry",
    "RecordHead",
    "RecordNode",
    "SavedView",
    "SearchRow",
    "Sequence",
    "WitnessedHead",
]
