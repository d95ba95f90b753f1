"""The JSON doors of calendars."""

from upheld.calendars.api import connection, feed

__all__ = ["connection", "feed"]
