"""The endpoints of change orders."""
