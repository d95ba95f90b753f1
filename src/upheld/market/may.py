"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over claims."""

    SEE_CLAIMS = "market:claim:see"
    WRITE_CLAIMS = "market:claim:write"
    OVERRIDE_CLAIMS = "market:claim:override"
    """The owner's: let one proposal carry a claim that is not borne out."""
