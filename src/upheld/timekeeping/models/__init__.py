"""The timekeeping package's tables."""

from upheld.timekeeping.models.capture import CaptureUndo, Nickname
from upheld.timekeeping.models.entry import Billing, Category, TimeEntry, Timer
from upheld.timekeeping.models.lock import TimeLock
from upheld.timekeeping.models.look import LookState, TimeLook

__all__ = [
    "Billing",
    "CaptureUndo",
    "Category",
    "LookState",
    "Nickname",
    "TimeEntry",
    "TimeLock",
    "TimeLook",
    "Timer",
]
