"""The only writers of time."""
