"""The read models of the mirror and of proof pages."""
