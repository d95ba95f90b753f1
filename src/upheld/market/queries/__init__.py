"""Who may see what of market, and the read models of its pages."""
