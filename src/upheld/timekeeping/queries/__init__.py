"""Who may see which time, and the read models of its pages."""
