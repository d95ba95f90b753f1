"""The HTML doors of dispatch."""
