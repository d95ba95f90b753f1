"""What stands in the feed of somebody's plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from upheld.calendars.models import CalendarFeed, Detail
from upheld.calendars.rules.writing import Entry, only_busy, only_title
from upheld.desk.models import RecurringTicket
from upheld.desk.rules.recurrence import days_of, moment_on
from upheld.dispatch.models import PlannedBlock
from upheld.dispatch.queries.taken import blocks_between, seats_between
from upheld.foundation.refusals import not_found
from upheld.foundation.values.period import Period, today
from upheld.people.models import Leave

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor
    from upheld.foundation.models import Provider
    from upheld.people.models import Person
    from upheld.selling.models import MeetingSeat

BACK, AHEAD = timedelta(days=92), timedelta(days=366)
MOST = 2000
"""Entries of each sort; nobody plans more for a year."""
VISIT = timedelta(minutes=30)
"""A recurring ticket says when it begins, and not how long it takes."""


def hash_of(secret: str) -> str:
    """Give what is kept of a feed's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(actor: Actor) -> CalendarFeed | None:
    """Give somebody's own feed, or the row of one that is off."""
    rows = CalendarFeed.objects.filter(person_id=actor.person_id or 0)
    found: CalendarFeed | None = rows.first()
    return found


def feed_of_secret(secret: str) -> CalendarFeed:
    """Find the feed that a secret opens. Refuses with: not_found."""
    rows = CalendarFeed.objects.filter(secret_hash=hash_of(secret), person__active=True)
    found: CalendarFeed | None = rows.select_related("person").first()
    if found is None:
        raise not_found("calendar")
    return found


def feed_address(secret: str, host: str) -> str:
    """Give the whole address of a feed; `host` stands in where no public address is set."""
    path = reverse("calendar-feed", args=[secret])
    return f"{settings.PUBLIC_URL or host}{path}"


def entries_of(feed: CalendarFeed, provider: Provider, at: datetime) -> list[Entry]:
    """Give what a feed shows, as little of it as whose it is has set: four queries."""
    person = feed.person
    period = Period(at - BACK, at + AHEAD)
    blocks = blocks_between([person.pk], period).select_related("company")
    found = [
        *(block_entry(one) for one in blocks[:MOST]),
        *meeting_entries(person, period),
        *_leave(person, provider, period),
        *_visits(person, provider, period),
    ]  # fmt: skip
    reduce = {Detail.TITLES: only_title, Detail.BUSY: only_busy}.get(Detail(feed.detail))
    return [reduce(one) for one in found] if reduce else found


def block_entry(block: PlannedBlock) -> Entry:
    """Write a planned block; its number of changes rises with its version."""
    company = f" · {block.company.name}" if block.company else ""
    on = block.on_title if block.on_title != block.title else ""
    return Entry(
        uid=block.uid, title=f"{block.title}{company}", start=block.starts_at, end=block.ends_at,
        changed_at=block.changed_at, sequence=block.version - 1, words=_lines(on, block.note),
        url=_link("block", block.number),
    )  # fmt: skip


def meeting_entries(person: Person, period: Period) -> list[Entry]:
    """Write the meetings to which a person goes that are not called off: one query."""
    seats = seats_between([person.pk], period).select_related("meeting__deal__company")
    return [meeting_entry(seat) for seat in seats[:MOST]]


def meeting_entry(seat: MeetingSeat) -> Entry:
    """Write one meeting."""
    meeting = seat.meeting
    return Entry(
        uid=meeting_uid(meeting.provider_id, meeting.pk),
        title=f"{meeting.title} · {meeting.deal.company.name}",
        start=meeting.starts_at,
        end=meeting.ends_at,
        changed_at=meeting.planned_at,
        sequence=meeting.version - 1,
        place=meeting.place,
        words=_lines(meeting.agenda),
        url=_link("meeting", meeting.number),
    )


def meeting_uid(provider_id: int, meeting_id: int) -> str:
    """Name a meeting for calendars."""
    return f"meeting-{provider_id}-{meeting_id}@upheld"


def _leave(person: Person, provider: Provider, period: Period) -> Iterator[Entry]:
    zone = person.zone or provider.zone
    first, last = today(period.start, zone), today(period.end, zone)
    rows = Leave.objects.filter(person=person, first_on__lte=last, last_on__gte=first)
    for one in rows.order_by("first_on", "pk")[:MOST]:
        yield Entry(
            uid=f"leave-{one.provider_id}-{one.pk}@upheld", title="On leave", start=one.first_on,
            end=one.last_on, changed_at=_begin_of(one.first_on), sequence=one.version - 1,
        )  # fmt: skip


def _visits(person: Person, provider: Provider, period: Period) -> Iterator[Entry]:
    """Write each day of the recurring tickets that are the person's to begin."""
    rows = RecurringTicket.objects.filter(
        assignee=person, paused_at=None, ended_at=None, company__isnull=False
    )
    zone, count = provider.zone, 0
    first, last = today(period.start, zone), today(period.end, zone)
    for one in rows.select_related("company", "template").order_by("pk")[:MOST]:
        rule = one.rule
        after = first - timedelta(days=1) if rule.starts_on < first else None
        for day in takewhile(lambda on: on <= last, days_of(rule, after)):
            count += 1
            if count > MOST:
                return
            start = moment_on(day, one.minute, zone)
            yield Entry(
                uid=f"recurring-{one.provider_id}-{one.pk}-{day.isoformat()}@upheld",
                title=f"{one} · {one.company.name if one.company else ''}", start=start,
                end=start + VISIT, changed_at=_begin_of(rule.starts_on),
                sequence=one.version - 1, url=_link("recurring-ticket", one.number), is_free=True,
            )  # fmt: skip


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _lines(*texts: str) -> str:
    return "\n".join(one for one in texts if one)


def _link(route: str, number: int) -> str:
    return f"{settings.PUBLIC_URL}{reverse(route, args=[number])}" if settings.PUBLIC_URL else ""
