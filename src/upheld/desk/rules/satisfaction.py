"""How satisfied somebody was with the solution: one click of three, once, within two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

from upheld.foundation.refusals import Reason

OPEN_FOR = timedelta(days=14)
"""So long a link can be used."""

ASKED_AFTER = timedelta(hours=1)
"""So long after the solution nobody is asked: it may not have held."""

ASKED_UNTIL = timedelta(days=3)
"""Later nobody is asked: they have forgotten."""

LEFT_ALONE_FOR = timedelta(days=7)
"""Whoever was asked about one ticket is not asked about another for so long."""


class Satisfied(IntEnum):
    """How the customer found it."""

    NO = 1
    SOMEWHAT = 2
    YES = 3

    @property
    def words(self) -> str:
        """Give it as the person would say it."""
        return {1: "Not good", 2: "All right", 3: "Good"}[self.value]

    @property
    def tone(self) -> str:
        """Give the tone in which it is shown."""
        return {1: "bad", 2: "neutral", 3: "good"}[self.value]


def rating_obstacle(
    rating: int, *, rated_at: datetime | None, until: datetime, at: datetime
) -> Reason | None:
    """Say why a rating cannot be given. Codes: rating_out_of_range, rated_already, link_expired."""
    if rating not in {one.value for one in Satisfied}:
        return Reason("rating_out_of_range", "A rating is one of three.", "Choose one of them.")
    if rated_at is not None:
        return Reason("rated_already", "You have told us about this.", "Thank you; that is all.")
    if at >= until:
        return Reason(
            "link_expired", "This link is no longer open.", "Write on the ticket instead."
        )
    return None
