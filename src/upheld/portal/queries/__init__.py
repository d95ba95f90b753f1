"""What the portal prints: only what a customer may read."""
