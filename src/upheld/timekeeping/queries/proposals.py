"""What should probably be logged: what was done, less what is logged, declined or being timed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.values.period import Period, day_of, start_of_day, today
from upheld.timekeeping.models import DeclinedProposal, TimeEntry, Timer
from upheld.timekeeping.proposing import Done, done_by
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.rules.proposing import Known, is_logged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

REMEMBERED_DAYS = 14
"""Nobody knows any more how long an answer of last month took."""
MOST_PROPOSED = 100


def proposals_of(
    person: Person, actor: Actor, days: Sequence[date], zone: str, at: datetime
) -> list[Done]:
    """Propose what was done on days that follow each other and is not logged: as `proposed`."""
    return proposed(person, actor, days, zone, at, locked_through())


def proposed(
    person: Person,
    actor: Actor,
    days: Sequence[date],
    zone: str,
    at: datetime,
    locked: date | None,
) -> list[Done]:
    """Propose what was done and is not logged, where the last locked day is known.

    At most three queries and those of the sources. Nothing is proposed of locked days, of days more
    than two weeks ago, and to anybody but the person.
    """
    period = _still_open(days, zone, at, locked) if actor.person_id == person.pk else None
    if period is None:
        return []
    found = done_by(actor, person, period)
    if not found:
        return []
    known = _logged(person, period, zone)
    declined = set(
        DeclinedProposal.objects.filter(
            person=person, key__in=[one.key for one in found]
        ).values_list("key", flat=True)
    )
    timed = set(Timer.objects.filter(person=person, ended_at=None).values_list("on_kind", "on_id"))
    open_ones = [
        one for one in found
        if one.key not in declined and (one.target.kind, one.target.id) not in timed
        and not _is_known(one, known, zone)
    ]  # fmt: skip
    return open_ones[:MOST_PROPOSED]


def by_day(found: Iterable[Done], zone: str) -> dict[date, list[Done]]:
    """Sort proposals by the day on which they began."""
    days: dict[date, list[Done]] = {}
    for one in found:
        days.setdefault(today(one.started_at, zone), []).append(one)
    return days


def _still_open(
    days: Sequence[date], zone: str, at: datetime, locked: date | None
) -> Period | None:
    """Give the part of some days of which something may be proposed."""
    earliest = today(at, zone) - timedelta(days=REMEMBERED_DAYS)
    if days[-1] < earliest:
        return None
    first = max(days[0], earliest, locked + timedelta(days=1) if locked else days[0])
    start, end = start_of_day(first, zone), min(at, day_of(days[-1], zone).end)
    return Period(start, end) if start < end else None


def _logged(person: Person, period: Period, zone: str) -> list[Known]:
    first = today(period.start, zone) - timedelta(days=1)
    last = today(period.end, zone) + timedelta(days=1)
    rows = TimeEntry.objects.filter(
        person=person, worked_on__range=(first, last), void=False, adjusts=None
    )
    names = ("on_kind", "on_id", "worked_on", "seconds", "started_at")
    return [Known(*one) for one in rows.order_by().values_list(*names)]


def _is_known(one: Done, known: Iterable[Known], zone: str) -> bool:
    day = today(one.started_at, zone)
    target = one.target
    return is_logged(target.kind, target.id, day, one.started_at, one.ended_at, known)
