"""What can be allowed in the foundation itself."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over the record and background work."""

    SEE_RECORD = "foundation:record:see"
    SEE_JOBS = "foundation:job:see"
    MANAGE_JOBS = "foundation:job:manage"
