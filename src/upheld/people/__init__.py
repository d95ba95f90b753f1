"""People: who works here, what they may do, when they work and what they cost."""
