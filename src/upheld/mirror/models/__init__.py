"""The mirror package's tables."""

from upheld.mirror.models.proof import ProofPage, ProofView

__all__ = ["ProofPage", "ProofView"]
