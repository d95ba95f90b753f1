"""Somebody's calendar is connected, looked at, paused and disconnected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.calendars.events import Event
from upheld.calendars.may import May
from upheld.calendars.models import CalendarAccount, KnownCalendar, State
from upheld.calendars.operations.choosing import connected, forget_busy, forget_sent
from upheld.calendars.operations.notices import tell
from upheld.calendars.queries.accounts import SEALED_FOR
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
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.calendars.servers.server import Found
    from upheld.foundation.actor import Actor


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
        forget_busy(lost)
        chosen = KnownCalendar.objects.filter(account=account, is_there=True)
        has_chosen = any(one.is_written or one.is_read for one in chosen)
        state = State.ON if has_chosen else State.CHOOSING
        CalendarAccount.objects.filter(pk=account.pk).update(
            state=state.value, looked_at=at, problem="", failures=0, again_at=None
        )
    account.refresh_from_db()
    return unchanged(account)


@operation(May.USE_CALENDAR)
def look_again(*, by: Actor, at: datetime) -> CalendarAccount:
    """Have one's server asked now: for its calendars, then for what is in them.

    Refuses with: no_calendar.
    """
    account = lock(connected(by))
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
    account = lock(connected(by))
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


def _forget(account: CalendarAccount) -> None:
    """Forget all that was found at a server and written to it."""
    with bookkeeping():
        forget_sent(account)
        pks = list(KnownCalendar.objects.filter(account=account).values_list("pk", flat=True))
        forget_busy(pks)
        KnownCalendar.objects.filter(pk__in=pks).delete()
