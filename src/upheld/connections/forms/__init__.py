"""The shapes of the forms of imports."""
