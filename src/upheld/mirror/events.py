"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about proof pages."""

    PROOF_MADE = "mirror.proof.made"
    PROOF_REVOKED = "mirror.proof.revoked"
