"""Upheld: the system an IT service provider runs on, in which every promise is a record."""

__version__ = "0.1.0"
