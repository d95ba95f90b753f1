"""The endpoints of handovers."""
