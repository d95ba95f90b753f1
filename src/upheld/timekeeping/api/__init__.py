"""The endpoints of time: entries, timers, the lock and the capture line."""

from upheld.timekeeping.api import (
    arranging,
    capture,
    entries,
    locks,
    looks,
    pace,
    proposals,
    standards,
    timers,
)

__all__ = [
    "arranging", "capture", "entries", "locks", "looks", "pace", "proposals", "standards", "timers",
]  # fmt: skip
