"""The HTML doors of selling."""
