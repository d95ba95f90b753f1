"""Connections whose turn it is, how their servers are spoken to, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.calendars.models import CalendarAccount, KnownCalendar, State
from upheld.calendars.servers.line import Account
from upheld.foundation.sealed import unseal
from upheld.people.models import Membership
from upheld.people.queries.actors import actor_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

SEALED_FOR = "calendar"


def accounts_due(at: datetime) -> list[CalendarAccount]:
    """Give the connections that are to be spoken to now, of those who still work here."""
    rows = CalendarAccount.objects.filter(state=State.ON, person__active=True)
    due = rows.filter(Q(again_at=None) | Q(again_at__lte=at)).select_related("person")
    return list(due.order_by("again_at", "pk"))


def sign_in(account: CalendarAccount) -> Account:
    """Give how a server is signed in at. Refuses with: secret_lost."""
    return Account(account.address, account.user, unseal(account.sealed, SEALED_FOR))


def chosen_calendars(account: CalendarAccount) -> list[KnownCalendar]:
    """Give the calendars of a connection that are written to or read."""
    rows = KnownCalendar.objects.filter(account=account, is_there=True)
    return list(rows.filter(Q(is_written=True) | Q(is_read=True)).order_by("pk"))


def actor_behind(account: CalendarAccount) -> Actor | None:
    """Give whose calendar it is as an actor; None when they have no place any more."""
    rows = Membership.objects.filter(person_id=account.person_id, active=True)
    place = rows.select_related("user", "provider").first()
    if place is None or not place.user.is_active:
        return None
    return actor_of(place)


def zone_of(account: CalendarAccount) -> str:
    """Give the zone of whose calendar it is."""
    person = account.person
    return str(person.zone or person.provider.zone)
