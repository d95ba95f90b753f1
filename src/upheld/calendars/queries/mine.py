"""One's own connection to a calendar server, as its page and programs read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.calendars.models import (
    CalendarAccount,
    CalendarItem,
    CalendarNotice,
    KnownCalendar,
    State,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

MOST_NOTICES = 20


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection with its calendars, and what was told about it and not read yet."""

    account: CalendarAccount | None
    calendars: tuple[KnownCalendar, ...]
    notices: tuple[CalendarNotice, ...]
    unreadable: int = 0
    """Events that could not be understood, and take no time."""

    @property
    def written(self) -> KnownCalendar | None:
        """The calendar that the plan is written to."""
        return next((one for one in self.calendars if one.is_written), None)

    @property
    def read(self) -> tuple[KnownCalendar, ...]:
        """The calendars that are read as busy time."""
        return tuple(one for one in self.calendars if one.is_read)

    @property
    def is_looking(self) -> bool:
        """Tell whether the server is being asked for its calendars."""
        return self.account is not None and self.account.state == State.LOOKING


def account_of(actor: Actor) -> CalendarAccount | None:
    """Give somebody's own connection, unless they ended it."""
    rows = CalendarAccount.objects.filter(person_id=actor.person_id or 0)
    found: CalendarAccount | None = rows.exclude(state=State.ENDED).first()
    return found


def connection_of(actor: Actor) -> Connection:
    """Read somebody's own connection: four queries."""
    account = account_of(actor)
    calendars: tuple[KnownCalendar, ...] = ()
    unreadable = 0
    if account is not None:
        rows = KnownCalendar.objects.filter(account=account, is_there=True)
        calendars = tuple(rows.order_by("name", "pk"))
        unreadable = CalendarItem.objects.filter(
            calendar__account=account, is_unreadable=True
        ).count()
    notices = notices_waiting(actor).order_by("-told_at", "-pk")[:MOST_NOTICES]
    return Connection(account, calendars, tuple(notices), unreadable)


def notices_waiting(actor: Actor) -> QuerySet[CalendarNotice]:
    """Give what somebody was told and has not read."""
    rows: QuerySet[CalendarNotice] = CalendarNotice.objects.filter(
        person_id=actor.person_id or 0, read_at=None
    )
    return rows
