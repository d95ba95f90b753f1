"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about planned time."""

    BLOCK_PLANNED = "dispatch.block.planned"
    BLOCK_MOVED = "dispatch.block.moved"
    BLOCK_DROPPED = "dispatch.block.dropped"
