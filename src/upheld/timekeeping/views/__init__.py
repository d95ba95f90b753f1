"""The pages of time."""
