"""Procedures: written down, dated, followed and corrected."""
