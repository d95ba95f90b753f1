"""The endpoints of one's own feed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.calendars.may import May
from upheld.calendars.models import CalendarFeed
from upheld.calendars.operations.feed import change_feed, end_feed, make_feed
from upheld.calendars.queries.feed import feed_address, feed_of
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.refusals import Refused

Detail = Annotated[str, Field(max_length=6, pattern=r"^(all|titles|busy)$")]


class FeedOut(Schema):
    """One's feed; its address is told once, when it is made. `detail`: all, titles, busy."""

    is_on: bool
    detail: str
    made_at: datetime | None
    read_at: datetime | None

    @classmethod
    def of(cls, feed: CalendarFeed | None) -> FeedOut:
        """Show a feed, or that there is none."""
        if feed is None:
            return cls(is_on=False, detail="all", made_at=None, read_at=None)
        return cls(is_on=feed.is_on, detail=feed.detail, made_at=feed.made_at, read_at=feed.read_at)


class FeedMade(Schema):
    """The address of a new feed, told this once."""

    address: str


class FeedIn(Schema):
    """How much a feed tells."""

    detail: Detail = "all"


@endpoint(May.USE_CALENDAR, "GET", "my-calendar/feed")
def read_feed(request: Request) -> FeedOut:
    """Tell how one's own feed stands."""
    return FeedOut.of(feed_of(request.actor))


@endpoint(May.USE_CALENDAR, "POST", "my-calendar/feed", status=201)
def new_feed(request: Request, body: FeedIn) -> FeedMade:
    """Make a new address for one's own feed; an older one ends at once.

    Takes no `Idempotency-Key`: the answer that is kept for one would keep the secret.
    """
    if request.headers.get("Idempotency-Key"):
        raise Refused(
            "secret_not_kept", "An answer with a secret is not kept for a key.",
            what="No address was made.", remedy="Send it without Idempotency-Key.",
        )  # fmt: skip
    secret = make_feed(detail=body.detail, by=request.actor, at=request.at)
    host = f"{request.scheme}://{request.get_host()}"
    return FeedMade(address=feed_address(secret, host))


@endpoint(May.USE_CALENDAR, "PATCH", "my-calendar/feed")
def alter_feed(request: Request, body: FeedIn) -> FeedOut:
    """Say how much one's own feed tells."""
    return FeedOut.of(change_feed(detail=body.detail, by=request.actor, at=request.at))


@endpoint(May.USE_CALENDAR, "DELETE", "my-calendar/feed")
def turn_feed_off(request: Request) -> FeedOut:
    """Turn one's own feed off."""
    return FeedOut.of(end_feed(by=request.actor, at=request.at))
