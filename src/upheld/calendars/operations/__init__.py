"""The only writers of calendars."""
