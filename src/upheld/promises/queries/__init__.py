"""Who may see which promises, and the read models of their pages."""
