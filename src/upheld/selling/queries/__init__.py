"""Who may see what of selling, and the read models of its pages."""
