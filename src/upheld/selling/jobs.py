"""What selling does by itself: asking buyers how prepared we were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.jobs import Every, Periodic, job
from upheld.selling.mails import mail_rating_links
from upheld.selling.operations.ratings import ask_for_ratings
from upheld.selling.queries.ratings import meetings_to_rate

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PAUSE = timedelta(minutes=30)
"""So long after a meeting its guests are left alone."""

PERIODIC = (Periodic("selling.ask_ratings", Every(minutes=15), "Ask buyers how prepared we were"),)


@job("selling.ask_ratings", title="Ask buyers how prepared we were")
def ask_ratings(*, by: Actor, at: datetime) -> str:
    """Ask the guests of meetings that lately ended; who has been asked is not asked again."""
    asked = 0
    for meeting in meetings_to_rate(at - PAUSE):
        made = ask_for_ratings(meeting=meeting, by=by, at=at)
        mail_rating_links(meeting, made, at)
        asked += len(made)
    return f"{asked} asked"
