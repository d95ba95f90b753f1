"""The reviews' pages."""
