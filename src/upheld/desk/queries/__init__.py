"""Who may see what of delivery, and the read models of its pages."""
