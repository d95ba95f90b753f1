"""The endpoints of time: entries, timers, the lock and the capture line."""

from upheld.timekeeping.api import capture, entries, locks, timers

__all__ = ["capture", "entries", "locks", "timers"]
