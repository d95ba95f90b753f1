"""What waits for somebody: reviews to answer and promises to keep, for the frame of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.queries.parts import ESTIMATE
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.ui.shell import Waiting
from upheld.promises.queries.promises import promises_due
from upheld.reviews.queries.reviews import waiting_reviews

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request
    from upheld.reviews.models import Review


def waiting_for(actor: Actor, at: datetime) -> tuple[Waiting, ...]:
    """Give what waits for somebody of the staff, the most pressing first: two queries.

    Open reviews that they may answer, alternatives offered to them, and promises that they keep
    and that are overdue or due today.
    """
    if not actor.is_staff or actor.person_id is None:
        return ()
    found = [
        Waiting(
            _short(review),
            reverse("review", args=[review.number]),
            "Review" if review.is_open else "Alternative offered",
            review.due_at,
        )
        for review in waiting_reviews(actor, at)
    ]
    due = promises_due(actor, at)
    found += [
        Waiting(promise.words, reverse("promise", args=[promise.number]), kind, promise.due_at)
        for kind, promises in (("Overdue promise", due.overdue), ("Promise due", due.due))
        for promise in promises
    ]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due)))


def _short(review: Review) -> str:
    """Say a review in a line: an estimate's question without the criterion that follows it."""
    if review.kind != ESTIMATE:
        return str(review.question)
    return str(review.question).partition("? ")[0].rstrip("?") + "?"


@screen(None)
def waiting(request: Request) -> HttpResponse:
    """Show all that waits for the reader."""
    return show(request, "wiring/waiting.html", items=waiting_for(request.actor, request.at))
