"""What can be done to promises."""
