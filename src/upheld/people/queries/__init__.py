"""Who may see what of people, and the read models of their pages."""
