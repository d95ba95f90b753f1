"""Who may see which proposals and agreements, and the read models of their pages."""
