"""The story in chapters, each told by calling operations."""
