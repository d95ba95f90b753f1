"""Which of somebody's calendars is written to and which are read; what follows is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.events import Event
from upheld.calendars.may import May
from upheld.calendars.models import (
    BusyStretch,
    CalendarAccount,
    CalendarItem,
    KnownCalendar,
    SentEntry,
    State,
)
from upheld.calendars.queries.mine import account_of
from upheld.foundation.jobs import enqueue
from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.foundation.actor import Actor

MOST_READ = 20


@operation(May.USE_CALENDAR)
def choose_calendars(
    *, written: int | None, read: Iterable[int], shows_titles: bool, by: Actor, at: datetime
) -> CalendarAccount:
    """Choose the calendar that the plan is written to, and those that are read as busy time.

    Written to another one, the plan is written there anew, and what lies in the old one stays.
    Refuses with: no_calendar, calendar_not_there, invalid_input.
    """
    del at
    account = lock(connected(by))
    _require_looked_at(account)
    calendars = {
        one.pk: one for one in KnownCalendar.objects.filter(account=account, is_there=True)
    }
    wanted = frozenset(read)
    _require_known(calendars, written, wanted)
    had = next((pk for pk, one in calendars.items() if one.is_written), None)
    with bookkeeping():
        if had != written:
            _write_into(account, written)
        _read_from(calendars.values(), wanted)
        if shows_titles != account.shows_titles:
            _show_titles(calendars.values(), shows=shows_titles)
    state = State.ON if written or wanted else State.CHOOSING
    account.change(shows_titles=shows_titles, state=state.value, again_at=None)
    record(Event.ACCOUNT_CHOSEN, account, person=by.person_id, writes=bool(written),
           reads=len(wanted))  # fmt: skip
    if state is State.ON:
        enqueue("calendars.sync_one", account_id=account.pk)
    return account


@operation(May.USE_CALENDAR)
def write_again(*, by: Actor, at: datetime) -> CalendarAccount:
    """Have the whole plan written to one's calendar again, as nothing of ours is left there.

    Refuses with: no_calendar.
    """
    del at
    account = lock(connected(by))
    forget_sent(account)
    account.change(state=State.ON.value, problem="", failures=0, again_at=None)
    record(Event.WRITTEN_AGAIN, account, person=by.person_id)
    enqueue("calendars.sync_one", account_id=account.pk)
    return account


def connected(by: Actor) -> CalendarAccount:
    """Give somebody's own connection. Refuses with: no_calendar."""
    account = account_of(by)
    if account is None:
        raise Refused("no_calendar", "You have connected no calendar.", remedy="Connect it first.")
    return account


def forget_sent(account: CalendarAccount) -> None:
    """Forget what was written to a server; inside an operation."""
    with bookkeeping():
        SentEntry.objects.filter(account=account).delete()


def forget_busy(calendars: Iterable[int]) -> None:
    """Forget what was read of some calendars; inside an operation."""
    pks = list(calendars)
    BusyStretch.objects.filter(item__calendar_id__in=pks).delete()
    CalendarItem.objects.filter(calendar_id__in=pks).delete()


def _require_looked_at(account: CalendarAccount) -> None:
    if account.state in {State.LOOKING, State.REFUSED}:
        raise Refused(
            "calendar_not_there", "Its calendars are not known yet.",
            remedy="Wait until the server has been asked, or look what was wrong.",
        )  # fmt: skip


def _require_known(
    calendars: dict[int, KnownCalendar], written: int | None, wanted: frozenset[int]
) -> None:
    if written is not None and (written not in calendars or not calendars[written].may_write):
        raise invalid(written="Choose one of your calendars that can be written to.")
    if not wanted <= calendars.keys() or len(wanted) > MOST_READ:
        raise invalid(read=f"Choose at most {MOST_READ} of your own calendars.")


def _write_into(account: CalendarAccount, written: int | None) -> None:
    forget_sent(account)
    rows = KnownCalendar.objects.filter(account=account)
    rows.filter(is_written=True).update(is_written=False, ours_at="")
    rows.filter(pk=written or 0).update(is_written=True, ours_at="")


def _read_from(calendars: Iterable[KnownCalendar], wanted: frozenset[int]) -> None:
    for one in calendars:
        if one.is_read != (one.pk in wanted):
            KnownCalendar.objects.filter(pk=one.pk).update(
                is_read=one.pk in wanted, token="", read_on=None
            )
            forget_busy([one.pk])


def _show_titles(calendars: Iterable[KnownCalendar], *, shows: bool) -> None:
    """Forget the titles that are kept at once; to be shown, everything is read anew."""
    pks = [one.pk for one in calendars]
    if not shows:
        BusyStretch.objects.filter(item__calendar_id__in=pks).update(title="")
        return
    CalendarItem.objects.filter(calendar_id__in=pks).update(etag="")
    KnownCalendar.objects.filter(pk__in=pks).update(token="", read_on=None)
