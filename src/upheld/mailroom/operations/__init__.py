"""The only writers of the mailroom."""
