"""A prospect's proof page: how long its link is open, and what may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason

LONGEST_OPEN = timedelta(days=180)
"""A figure shown for longer than half a year outlives the deal that it was shown for."""


class PageState(StrEnum):
    """Whether the link opens."""

    OPEN = auto()
    EXPIRED = auto()
    REVOKED = auto()


@dataclass(frozen=True, slots=True)
class ProofLink:
    """The link to a proof page; it is open in `[made_at, expires_at)` unless revoked before."""

    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


def page_state(link: ProofLink, *, at: datetime) -> PageState:
    """Say whether the link opens at a moment. Revoking holds from its very moment."""
    if link.revoked_at is not None and at >= link.revoked_at:
        return PageState.REVOKED
    return PageState.EXPIRED if at >= link.expires_at else PageState.OPEN


def visitor_sees(link: ProofLink, *, at: datetime) -> Reason | None:
    """Give what a visitor is told where the link does not open, or None where it does.

    Code: proof_page_closed. Expired and revoked read the same: why we closed it is not theirs.
    """
    if page_state(link, at=at) is PageState.OPEN:
        return None
    return Reason(
        "proof_page_closed",
        "This page is no longer open.",
        "Ask the person who sent you the link for a new one.",
    )


def link_obstacles(*, expires_at: datetime, claims: int, at: datetime) -> tuple[Reason, ...]:
    """Name what keeps a link from being made or extended.

    Codes: expiry_past, expiry_too_far, no_claims.
    """
    checks = (
        (
            expires_at <= at,
            "expiry_past",
            "The page would be closed already.",
            "Choose a later day.",
        ),
        (
            expires_at - at > LONGEST_OPEN,
            "expiry_too_far",
            f"The page would be open for more than {LONGEST_OPEN.days} days.",
            "Choose an earlier day; it can be extended.",
        ),
        (claims < 1, "no_claims", "There is nothing to prove on it.", "Choose at least one claim."),
    )
    return tuple(Reason(code, why, remedy) for wrong, code, why, remedy in checks if wrong)
