"""Measuring, and keeping what was measured."""
