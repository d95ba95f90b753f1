"""The only writers of planned time."""
