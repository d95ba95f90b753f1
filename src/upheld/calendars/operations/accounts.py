"""Somebody's calendar is connected, looked at, chosen from, paused and disconnected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from upheld.calendars.operations.notices import tell
from upheld.calendars.queries.accounts import SEALED_FOR
from upheld.calendars.queries.mine import account_of
from upheld.calendars.rules.pausing import EVERY, pause_after
from upheld.calendars.servers.faults import DavFault
from upheld.calendars.servers.line import whole_address
from upheld.foundation.jobs import enqueue
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.sealed import seal
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from upheld.calendars.servers.server import Found
    from upheld.foundation.actor import Actor

MOST_READ = 20


@operation(May.USE_CALENDAR)
def connect_calendar(
    *, address: str, user: str, password: str, by: Actor, at: datetime
) -> CalendarAccount:
    """Connect one's calendar server, or change how it is signed in at; it is looked at at once.

    Without a password the one that is there stays. What was chosen at the same address and user
    stays chosen. Refuses with: no_person, invalid_input.
    """
    if by.person_id is None:
        raise Refused("no_person", "Only a person has a calendar.", what="Nothing was connected.")
    whole = _usable(address, user)
    rows = CalendarAccount.objects.filter(person_id=by.person_id)
    account: CalendarAccount | None = rows.first()
    if not password and (account is None or not account.sealed):
        missing = "Enter the password, or the app password that was made for this."
        raise invalid(password=missing)
    plain: dict[str, Any] = {"address": whole, "user": user.strip(), "state": State.LOOKING.value}
    if account is None:
        account = CalendarAccount(person_id=by.person_id, since=at, **plain)
        account.save()
    else:
        account = lock(account)
        moved = (account.address, account.user) != (plain["address"], plain["user"])
        if moved or account.state == State.ENDED:
            _forget(account)
            plain["since"] = at
        account.change(**plain)
    # Set past `change`, which would put it into the record.
    told: dict[str, Any] = {"problem": "", "failures": 0, "again_at": None, "asked_at": at}
    if password:
        told["sealed"] = seal(password, SEALED_FOR)
    CalendarAccount.objects.filter(pk=account.pk).update(**told)
    account.refresh_from_db()
    record(Event.ACCOUNT_SET, account, person=by.person_id, password_set=bool(password))
    enqueue("calendars.look", account_id=account.pk)
    return account


@operation(None)
def note_calendars(
    *, account: CalendarAccount, found: Sequence[Found], by: Actor, at: datetime
) -> CalendarAccount:
    """Note which calendars a server has; what was chosen of them stays chosen."""
    del by
    account = lock(account)
    rows = {one.url: one for one in KnownCalendar.objects.filter(account=account)}
    with bookkeeping():
        for one in found:
            told = {"name": one.name, "may_write": one.may_write, "is_there": True}
            known = rows.pop(one.url, None)
            if known is None:
                KnownCalendar(account=account, url=one.url, **told).save()
            else:
                KnownCalendar.objects.filter(pk=known.pk).update(**told)
        lost = [one.pk for one in rows.values()]
        KnownCalendar.objects.filter(pk__in=lost).update(
            is_there=False, is_written=False, is_read=False
        )
        _forget_busy(lost)
        chosen = KnownCalendar.objects.filter(account=account, is_there=True)
        has_chosen = any(one.is_written or one.is_read for one in chosen)
        state = State.ON if has_chosen else State.CHOOSING
        CalendarAccount.objects.filter(pk=account.pk).update(
            state=state.value, looked_at=at, problem="", failures=0, again_at=None
        )
    account.refresh_from_db()
    return unchanged(account)


@operation(May.USE_CALENDAR)
def choose_calendars(
    *, written: int | None, read: Iterable[int], shows_titles: bool, by: Actor, at: datetime
) -> CalendarAccount:
    """Choose the calendar that the plan is written to, and those that are read as busy time.

    Written to another one, the plan is written there anew, and what lies in the old one stays.
    Refuses with: no_calendar, calendar_not_there, invalid_input.
    """
    del at
    account = lock(_mine(by))
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
    account = lock(_mine(by))
    _forget_sent(account)
    account.change(state=State.ON.value, problem="", failures=0, again_at=None)
    record(Event.WRITTEN_AGAIN, account, person=by.person_id)
    enqueue("calendars.sync_one", account_id=account.pk)
    return account


@operation(May.USE_CALENDAR)
def look_again(*, by: Actor, at: datetime) -> CalendarAccount:
    """Have one's server asked now: for its calendars, then for what is in them.

    Refuses with: no_calendar.
    """
    account = lock(_mine(by))
    with bookkeeping():
        CalendarAccount.objects.filter(pk=account.pk).update(again_at=None, asked_at=at)
    enqueue("calendars.look", account_id=account.pk)
    return unchanged(account)


@operation(May.USE_CALENDAR)
def disconnect_calendar(*, by: Actor, at: datetime) -> CalendarAccount:
    """End one's connection: the password is forgotten, and so is all that was read.

    What was written to the calendar stays there. Refuses with: no_calendar.
    """
    del at
    account = lock(_mine(by))
    _forget(account)
    CalendarAccount.objects.filter(pk=account.pk).update(sealed="", problem="")
    account.change(state=State.ENDED.value)
    record(Event.ACCOUNT_ENDED, account, person=by.person_id)
    return account


@operation(None)
def note_health(
    *, account: CalendarAccount, fault: DavFault | None, by: Actor, at: datetime
) -> CalendarAccount:
    """Note how a server fared. After a failure it rests, each time longer, up to an hour.

    One that does not let us in is not asked again until there is a new password, and whose it is
    is told so once. The record says when it began to fail and when it was well, nothing between.
    """
    del by
    account = lock(account)
    if account.state == State.ENDED:
        return unchanged(account)
    before = account.problem
    failures = account.failures + 1 if fault else 0
    told = {
        "problem": str(fault)[:500] if fault else "", "failures": failures,
        "again_at": at + (pause_after(failures) if fault else EVERY),
    }  # fmt: skip
    if fault is None:
        told["synced_at"] = at
    with bookkeeping():
        CalendarAccount.objects.filter(pk=account.pk).update(**told)
    account.refresh_from_db()
    if fault is not None and fault.refused:
        if account.state == State.REFUSED:
            return unchanged(account)
        account.change(state=State.REFUSED.value)
        tell(account.person_id, f"Your calendar is paused: {fault.why} {fault.remedy}", at)
        record(Event.ACCOUNT_REFUSED, account, person=account.person_id)
        return account
    if bool(before) == bool(fault):
        return unchanged(account)
    event = Event.ACCOUNT_FAILED if fault else Event.ACCOUNT_RECOVERED
    record(event, account, person=account.person_id)
    return account


@operation(None)
def hold_account(*, account: CalendarAccount, count: int, by: Actor, at: datetime) -> None:
    """Pause a connection in whose calendar nothing of ours is left, and ask whose it is."""
    del by
    account = lock(account)
    account.change(state=State.HELD.value)
    tell(
        account.person_id,
        f"All {count} entries of your plan are gone from your calendar. Nothing was taken from"
        " the plan; say what is to become of it under My calendar.", at,
    )  # fmt: skip
    record(Event.ACCOUNT_FAILED, account, person=account.person_id, gone=count)


def _usable(address: str, user: str) -> str:
    wrong: dict[str, str] = {}
    whole = ""
    try:
        whole = whole_address(address)
    except DavFault as fault:
        wrong["address"] = str(fault)
    if not user.strip():
        wrong["user"] = "Enter the user name at that server."
    if "\x00" in f"{address}{user}" or ":" in user:
        wrong["user"] = "A user name holds no colon."
    if wrong:
        raise invalid(**wrong)
    return whole


def _mine(by: Actor) -> CalendarAccount:
    account = account_of(by)
    if account is None:
        raise Refused("no_calendar", "You have connected no calendar.", remedy="Connect it first.")
    return account


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
    _forget_sent(account)
    rows = KnownCalendar.objects.filter(account=account)
    rows.filter(is_written=True).update(is_written=False, ours_at="")
    rows.filter(pk=written or 0).update(is_written=True, ours_at="")


def _read_from(calendars: Iterable[KnownCalendar], wanted: frozenset[int]) -> None:
    for one in calendars:
        if one.is_read != (one.pk in wanted):
            KnownCalendar.objects.filter(pk=one.pk).update(
                is_read=one.pk in wanted, token="", read_on=None
            )
            _forget_busy([one.pk])


def _show_titles(calendars: Iterable[KnownCalendar], *, shows: bool) -> None:
    """Forget the titles that are kept at once; to be shown, everything is read anew."""
    pks = [one.pk for one in calendars]
    if not shows:
        BusyStretch.objects.filter(item__calendar_id__in=pks).update(title="")
        return
    CalendarItem.objects.filter(calendar_id__in=pks).update(etag="")
    KnownCalendar.objects.filter(pk__in=pks).update(token="", read_on=None)


def _forget(account: CalendarAccount) -> None:
    """Forget all that was found at a server and written to it."""
    with bookkeeping():
        _forget_sent(account)
        pks = list(KnownCalendar.objects.filter(account=account).values_list("pk", flat=True))
        _forget_busy(pks)
        KnownCalendar.objects.filter(pk__in=pks).delete()


def _forget_sent(account: CalendarAccount) -> None:
    with bookkeeping():
        SentEntry.objects.filter(account=account).delete()


def _forget_busy(calendars: Iterable[int]) -> None:
    pks = list(calendars)
    BusyStretch.objects.filter(item__calendar_id__in=pks).delete()
    CalendarItem.objects.filter(calendar_id__in=pks).delete()
