"""The only writers of customers."""
