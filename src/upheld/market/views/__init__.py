"""The HTML doors of market."""
