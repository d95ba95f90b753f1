"""What can be allowed in the foundation itself."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over the record."""

    SEE_RECORD = "foundation:record:see"
