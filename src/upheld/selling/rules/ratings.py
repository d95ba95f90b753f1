"""How prepared the buyer found us: one click, once, within two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

from upheld.foundation.refusals import Reason

RATING_OPEN_FOR = timedelta(days=14)
"""So long a link can be used: after that nobody remembers the meeting."""

LOW_TO = 2
"""A rating up to here asks for a word with the customer."""

PREPARED_FROM = 4
"""A rating from here on says that we came prepared."""


class Prepared(IntEnum):
    """How prepared we were, in the buyer's eyes."""

    NOT_AT_ALL = 1
    HARDLY = 2
    SOMEWHAT = 3
    WELL = 4
    FULLY = 5

    @property
    def words(self) -> str:
        """Give it as a person would say it."""
        return self.name.replace("_", " ").capitalize()


def rating_obstacle(
    rating: int, *, rated_at: datetime | None, until: datetime | None, at: datetime
) -> Reason | None:
    """Say why a rating cannot be given. Codes: rating_out_of_range, rated_already, link_expired."""
    if rating not in {one.value for one in Prepared}:
        return Reason("rating_out_of_range", "A rating is one of five.", "Choose one of them.")
    if rated_at is not None:
        return Reason("rated_already", "This meeting has been rated.", "Thank you; that is all.")
    if until is None or at >= until:
        return Reason("link_expired", "This link is no longer open.", "Tell us by mail instead.")
    return None
