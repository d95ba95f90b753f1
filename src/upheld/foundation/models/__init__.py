"""The foundation's tables."""

from upheld.foundation.models.numbering import Sequence
from upheld.foundation.models.provider import Provider
from upheld.foundation.models.record import RecordAbout, RecordEntry, RecordHead, WitnessedHead
from upheld.foundation.models.requests import IdempotentAnswer, SavedView

__all__ = [
    "IdempotentAnswer",
    "Provider",
    "RecordAbout",
    "RecordEntry",
    "RecordHead",
    "SavedView",
    "Sequence",
    "WitnessedHead",
]
