"""The shapes of the forms of the portal."""
