"""The dispatch package's tables."""

from upheld.dispatch.models.block import LONGEST_NOTE, LONGEST_TITLE, PlannedBlock, Source

__all__ = ["LONGEST_NOTE", "LONGEST_TITLE", "PlannedBlock", "Source"]
