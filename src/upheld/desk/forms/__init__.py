"""The shapes of the forms of delivery."""
