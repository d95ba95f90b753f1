"""The only writers of proof pages."""
