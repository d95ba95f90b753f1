"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over the mirror."""

    SEE_MIRROR = "mirror:mirror:see"
    MANAGE_PROOF = "mirror:proof:manage"
