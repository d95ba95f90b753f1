"""What calendars show, and how it is read."""
