"""The feed of somebody's plan is made, told less of, and ended."""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.calendars.events import Event
from upheld.calendars.may import May
from upheld.calendars.models import CalendarFeed, Detail
from upheld.calendars.queries.feed import feed_of, hash_of
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

_BYTES = 20
_READ_EVERY = timedelta(hours=1)


@operation(May.USE_CALENDAR)
def make_feed(*, by: Actor, at: datetime, detail: str = "") -> str:
    """Give the secret of one's feed, shown this once; an older address ends at once.

    Refuses with: no_person (a program of nobody's), invalid_input.
    """
    if by.person_id is None:
        raise Refused("no_person", "Only a person has a feed.", what="No feed was made.")
    feed = feed_of(by)
    detail = _known(detail or (feed.detail if feed else Detail.ALL))
    word = b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    secret = f"{by.provider_id}-{word}"
    # Set past `change`, which would put the hash into the record.
    fields = {"secret_hash": hash_of(secret), "made_at": at, "read_at": None, "detail": detail}
    if feed is None:
        feed = CalendarFeed(person_id=by.person_id, **fields)
        feed.save()
    else:
        CalendarFeed.objects.filter(pk=feed.pk).update(**fields)
    record(Event.FEED_MADE, feed, person=by.person_id, detail=detail)
    return secret


@operation(May.USE_CALENDAR)
def change_feed(*, detail: str, by: Actor, at: datetime) -> CalendarFeed:
    """Say how much one's feed tells. Refuses with: no_feed, invalid_input."""
    del at
    feed = lock(_mine(by))
    if feed.detail == _known(detail):
        return unchanged(feed)
    feed.change(detail=detail)
    record(Event.FEED_CHANGED, feed, person=by.person_id, detail=detail)
    return feed


@operation(May.USE_CALENDAR)
def end_feed(*, by: Actor, at: datetime) -> CalendarFeed:
    """Turn one's feed off: its address answers nobody from now on. Refuses with: no_feed."""
    del at
    feed = lock(_mine(by))
    if not feed.is_on:
        return unchanged(feed)
    CalendarFeed.objects.filter(pk=feed.pk).update(secret_hash="")
    record(Event.FEED_ENDED, feed, person=by.person_id)
    feed.refresh_from_db()
    return feed


def note_read(feed: CalendarFeed, at: datetime) -> bool:
    """Keep, to the hour, when a calendar last asked; says whether anything was written."""
    if feed.read_at is not None and at - feed.read_at < _READ_EVERY:
        return False
    with bookkeeping():
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)
    return True


def _mine(by: Actor) -> CalendarFeed:
    feed = feed_of(by)
    if feed is None:
        raise Refused("no_feed", "You have no feed yet.", remedy="Make one first.")
    return feed


def _known(detail: str) -> str:
    if detail not in Detail.values:
        raise invalid(detail="Choose how much it tells: all, titles or busy.")
    return str(detail)
