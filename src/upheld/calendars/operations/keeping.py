"""What was read of somebody's calendar is kept: when they are busy, and no more unless allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.calendars.models import (
    BusyStretch,
    CalendarAccount,
    CalendarItem,
    KnownCalendar,
    SentEntry,
)
from upheld.dispatch.models import PlannedBlock
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from upheld.calendars.rules.reading import Stretch, Thing
    from upheld.foundation.actor import Actor

OURS = "@upheld"
"""How what a feed of ours names ends: read back through a calendar, it is nothing new."""


@dataclass(frozen=True, slots=True)
class Read:
    """A thing that was read: None where it could not be understood, and so takes no time."""

    url: str
    etag: str
    thing: Thing | None


@operation(None)
def keep_things(
    *, account: CalendarAccount, calendar: KnownCalendar, things: Sequence[Read],
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Keep what some things of a calendar take, in the place of what they took before."""
    del by, at
    urls = [one.url for one in things]
    ours = _ours(account, things)
    with bookkeeping():
        _forget(calendar, urls)
        stretches: list[BusyStretch] = []
        for one in things:
            item = CalendarItem(
                calendar=calendar, url=one.url, etag=one.etag[:300],
                recurs=one.thing.recurs if one.thing else False, is_unreadable=one.thing is None,
            )  # fmt: skip
            item.save()
            stretches += [
                _row(item, account, stretch)
                for stretch in (one.thing.stretches if one.thing else ())
                if stretch.uid not in ours and not stretch.uid.endswith(OURS)
            ]
        BusyStretch.objects.bulk_create(stretches)
    return unchanged(len(stretches))


@operation(None)
def forget_things(*, calendar: KnownCalendar, urls: Iterable[str], by: Actor, at: datetime) -> None:
    """Forget what is no longer in a calendar, or no longer near."""
    del by, at
    with bookkeeping():
        _forget(calendar, list(urls))
    unchanged(None)


@operation(None)
def note_read(*, calendar: KnownCalendar, mark: str, on: date, by: Actor, at: datetime) -> None:
    """Note up to where a calendar has been read wholly."""
    del by, at
    with bookkeeping():
        KnownCalendar.objects.filter(pk=calendar.pk).update(token=mark[:500], read_on=on)
    unchanged(None)


@operation(None)
def note_compared(*, calendar: KnownCalendar, mark: str, by: Actor, at: datetime) -> None:
    """Note up to where our own entries in a calendar have been compared."""
    del by, at
    with bookkeeping():
        KnownCalendar.objects.filter(pk=calendar.pk).update(ours_at=mark[:500])
    unchanged(None)


def _forget(calendar: KnownCalendar, urls: Sequence[str]) -> None:
    rows = CalendarItem.objects.filter(calendar=calendar, url__in=urls)
    pks = list(rows.values_list("pk", flat=True))
    BusyStretch.objects.filter(item_id__in=pks).delete()
    CalendarItem.objects.filter(pk__in=pks).delete()


def _ours(account: CalendarAccount, things: Sequence[Read]) -> frozenset[str]:
    """Give which of the events are blocks of ours."""
    uids = {one.uid for read in things if read.thing for one in read.thing.stretches if one.uid}
    blocks = PlannedBlock.objects.filter(person_id=account.person_id, uid__in=uids)
    sent = SentEntry.objects.filter(account=account, uid__in=uids)
    return frozenset(blocks.values_list("uid", flat=True)) | frozenset(
        sent.values_list("uid", flat=True)
    )


def _row(item: CalendarItem, account: CalendarAccount, stretch: Stretch) -> BusyStretch:
    return BusyStretch(
        item=item, person_id=account.person_id, uid=stretch.uid,
        starts_at=stretch.period.start, ends_at=stretch.period.end,
        is_whole_days=stretch.is_whole_days,
        title=stretch.title if account.shows_titles else "",
    )  # fmt: skip
