"""The measures package's table."""

from upheld.measures.models.point import MeasurePoint

__all__ = ["MeasurePoint"]
