"""The endpoints of dispatch."""

from upheld.dispatch.api import blocks, board, capacity

__all__ = ["blocks", "board", "capacity"]
