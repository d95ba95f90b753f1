"""The timekeeping package's tables."""

from upheld.timekeeping.models.capture import CaptureUndo, Nickname
from upheld.timekeeping.models.entry import Billing, Category, TimeEntry, Timer
from upheld.timekeeping.models.lock import TimeLock

__all__ = ["Billing", "CaptureUndo", "Category", "Nickname", "TimeEntry", "TimeLock", "Timer"]
