"""The endpoints of time: entries, timers and the capture line."""

from upheld.timekeeping.api import capture, entries, timers

__all__ = ["capture", "entries", "timers"]
