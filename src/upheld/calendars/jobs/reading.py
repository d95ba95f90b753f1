"""Reading when somebody is busy: what has changed since the last time, and once a day all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.calendars.models import CalendarItem, SentEntry
from upheld.calendars.operations.keeping import Read, forget_things, keep_things, note_read
from upheld.calendars.rules.reading import NotReadable, read_thing
from upheld.calendars.servers.faults import TokenGone
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.calendars.models import CalendarAccount, KnownCalendar
    from upheld.calendars.servers.server import Content, Server
    from upheld.foundation.actor import Actor

BACK, AHEAD = timedelta(days=15), timedelta(days=120)
"""Of what lies further back nobody logs time, and nobody plans around what is further off."""


def read_calendar(
    server: Server, account: CalendarAccount, calendar: KnownCalendar, zone: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Read a calendar.

    Its mark is asked for first and noted last, so that whatever is cut off is read once more.
    """
    mark, today = server.mark(calendar.url), at.date()
    is_known = calendar.read_on == today and bool(calendar.token)
    if is_known and mark == calendar.token:
        return
    with open_provider(by.provider_id):
        rows = CalendarItem.objects.filter(calendar=calendar)
        known = {one.url: one for one in rows}
        ours = frozenset(SentEntry.objects.filter(account=account).values_list("url", flat=True))
    window = Period(at - BACK, at + AHEAD)
    changed, gone, mark = _differences(server, calendar, window, known, mark, is_known=is_known)
    changed = [url for url in changed if url not in ours]
    if gone:
        with open_provider(by.provider_id):
            forget_things(calendar=calendar, urls=gone, by=by, at=at)
    seen = 0
    for contents in server.contents_of(calendar.url, changed):
        things = [_read(url, one, window, zone) for url, one in contents.items()]
        seen += len(things)
        with open_provider(by.provider_id):
            keep_things(account=account, calendar=calendar, things=things, by=by, at=at)
    # Where the server left some of them out, all that changed is asked for again.
    whole = mark if seen == len(changed) else ""
    with open_provider(by.provider_id):
        note_read(calendar=calendar, mark=whole, on=today, by=by, at=at)


def _differences(
    server: Server, calendar: KnownCalendar, window: Period, known: Mapping[str, CalendarItem],
    mark: str, *, is_known: bool,
) -> tuple[list[str], set[str], str]:  # fmt: skip
    """Tell what is to be read, what is gone, and the mark that then holds."""
    if is_known:
        try:
            told = server.changes(calendar.url, calendar.token)
        except TokenGone:
            pass
        else:
            changed = [url for url, etag in told.changed.items() if _differs(known, url, etag)]
            return changed, set(told.gone) & known.keys(), told.token
    found = server.between(calendar.url, window)
    anew = calendar.read_on is None or not is_known
    changed = [
        url for url, etag in found.items()
        if _differs(known, url, etag) or (anew and known[url].recurs)
    ]  # fmt: skip
    return changed, set(known) - set(found), mark


def _differs(known: Mapping[str, CalendarItem], url: str, etag: str) -> bool:
    return url not in known or known[url].etag != etag


def _read(url: str, content: Content, window: Period, zone: str) -> Read:
    try:
        return Read(url, content.etag, read_thing(content.body, window, zone))
    except NotReadable:
        return Read(url, content.etag, None)
