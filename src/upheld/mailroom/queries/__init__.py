"""What of the mail may be seen, and how pages read it."""
