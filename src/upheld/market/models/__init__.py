"""The market package's tables."""

from upheld.market.models.claim import Claim, ClaimOverride, ClaimState, ClaimVerdict

__all__ = ["Claim", "ClaimOverride", "ClaimState", "ClaimVerdict"]
