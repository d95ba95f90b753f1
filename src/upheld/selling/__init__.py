"""Selling: deals whose stage is evidence, meetings held as plays, gaps put on the table."""
