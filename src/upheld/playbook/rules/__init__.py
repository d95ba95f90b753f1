"""What follows from arguments alone: steps, differences, likeness, standing."""
