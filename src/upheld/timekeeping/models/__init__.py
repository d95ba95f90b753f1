"""The timekeeping package's tables."""

from upheld.timekeeping.models.capture import CaptureUndo, Nickname
from upheld.timekeeping.models.entry import Billing, Category, TimeEntry, Timer
from upheld.timekeeping.models.lock import TimeLock
from upheld.timekeeping.models.look import LookState, TimeLook
from upheld.timekeeping.models.proposal import DeclinedProposal
from upheld.timekeeping.models.reminder import DayReminder, PaceConcern
from upheld.timekeeping.models.standard import TimeStandard

__all__ = [
    "Billing",
    "CaptureUndo",
    "Category",
    "DayReminder",
    "DeclinedProposal",
    "LookState",
    "Nickname",
    "PaceConcern",
    "TimeEntry",
    "TimeLock",
    "TimeLook",
    "TimeStandard",
    "Timer",
]
