"""What can be done to reviews."""
