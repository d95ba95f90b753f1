"""What calendars want done by themselves."""

from upheld.calendars.jobs.syncing import PERIODIC

__all__ = ["PERIODIC"]
