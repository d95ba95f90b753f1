"""Who may see which money, and the read models of its pages."""
