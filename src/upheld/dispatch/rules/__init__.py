"""What follows from arguments alone: conflicts, expected load, hours that are left."""
