"""Who may see and answer which reviews, and the read models of their pages."""
