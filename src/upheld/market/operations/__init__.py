"""The only writers of market."""
