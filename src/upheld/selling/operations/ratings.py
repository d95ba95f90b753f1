"""The buyer says how prepared we were: by a link that needs no sign-in and works once."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import MeetingGuest
from upheld.selling.rules.ratings import RATING_OPEN_FOR, rating_obstacle

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.selling.models import Meeting

LONGEST_COMMENT = 500


def hash_of(secret: str) -> str:
    """Hash a link's secret as it is stored; the secret itself is only in the mail."""
    return hashlib.sha256(secret.encode()).hexdigest()


@operation(May.PLAN_MEETINGS)
def ask_for_ratings(*, meeting: Meeting, by: Actor, at: datetime) -> dict[int, str]:
    """Make a link for each guest who has not been asked and has an address.

    Gives the secrets by guest id, for the mail; they cannot be read again. A secret begins with
    the provider's number, because whoever follows it is not signed in anywhere.
    Refuses with: meeting_not_over, meeting_over (it was cancelled).
    """
    meeting = lock(meeting)
    _require_held(meeting, at)
    guests = MeetingGuest.objects.filter(meeting=meeting, secret_hash="").exclude(contact__email="")
    made: dict[int, str] = {}
    for guest in guests.select_related("contact").order_by("pk"):
        secret = f"{by.provider_id}-{secrets.token_urlsafe(24)}"
        guest.change(secret_hash=hash_of(secret), secret_until=at + RATING_OPEN_FOR)
        made[guest.pk] = secret
    if not made:
        return unchanged(made)
    record(Event.RATING_ASKED, meeting, about=[meeting.deal], guests=sorted(made))
    return made


@operation(None)
def take_back_link(*, guest: MeetingGuest, by: Actor, at: datetime) -> MeetingGuest:
    """Undo asking a guest whom the mail could not reach, so that they are asked again."""
    del by, at
    guest = lock(guest)
    if guest.rated_at is not None or not guest.secret_hash:
        return unchanged(guest)
    guest.change(secret_hash="", secret_until=None)
    record(Event.RATING_NOT_SENT, guest, about=[guest.meeting])
    return guest


@operation(None)
def rate_meeting(
    *, guest: MeetingGuest, rating: int, by: Actor, at: datetime, comment: str = ""
) -> MeetingGuest:
    """Keep a guest's rating (1 to 5) and comment; once, while the link is open.

    Refuses with: rating_out_of_range, rated_already, link_expired, invalid_input.
    """
    del by
    if len(comment) > LONGEST_COMMENT:
        raise invalid(comment=f"Keep it to {LONGEST_COMMENT} characters.")
    guest = lock(guest)
    obstacle = rating_obstacle(rating, rated_at=guest.rated_at, until=guest.secret_until, at=at)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what="Nothing was kept.", remedy=obstacle.remedy)
    guest.change(rating=rating, comment=comment.strip(), rated_at=at)
    meeting = guest.meeting
    record(
        Event.MEETING_RATED, guest, about=[meeting, meeting.deal], rating=rating,
        private={"words": guest.comment},
    )  # fmt: skip
    return guest


def _require_held(meeting: Meeting, at: datetime) -> None:
    if meeting.cancelled_at is not None:
        raise Refused("meeting_over", "The meeting was cancelled.", what="Nobody was asked.")
    if at < meeting.ends_at:
        raise Refused(
            "meeting_not_over",
            "The meeting is not over.",
            what="Nobody was asked.",
            remedy="Ask when it has been held.",
        )
