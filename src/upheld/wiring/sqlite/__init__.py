"""SQLite as this product uses it: writers take turns."""
