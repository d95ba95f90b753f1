"""The endpoints of time: entries, timers, the lock and the capture line."""

from upheld.timekeeping.api import capture, entries, locks, looks, timers

__all__ = ["capture", "entries", "locks", "looks", "timers"]
