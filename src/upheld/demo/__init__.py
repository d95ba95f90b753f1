"""The demo company: one story of one firm, told by calling operations."""
