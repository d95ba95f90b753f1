"""The JSON doors of calendars."""

from upheld.calendars.api import feed

__all__ = ["feed"]
