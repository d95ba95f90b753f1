"""Who may see which customers, and the read models of their pages."""
