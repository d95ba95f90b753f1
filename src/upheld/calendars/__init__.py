"""The calendars package."""
