"""The only writers of connections."""
