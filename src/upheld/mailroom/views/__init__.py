"""The HTML doors of the mailroom."""
