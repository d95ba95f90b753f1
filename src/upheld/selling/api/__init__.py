"""The JSON doors of selling; importing this package registers them."""

from upheld.selling.api import deals, evidence, gaps, meetings

__all__ = ["deals", "evidence", "gaps", "meetings"]
