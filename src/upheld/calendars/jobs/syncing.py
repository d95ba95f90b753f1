"""Speaking to people's calendars: one connection each, one transaction for each step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.calendars.jobs.reading import read_calendar
from upheld.calendars.jobs.writing import AllGone, write_calendar
from upheld.calendars.models import CalendarAccount, State
from upheld.calendars.operations.accounts import hold_account, note_calendars, note_health
from upheld.calendars.queries.accounts import (
    accounts_due,
    actor_behind,
    chosen_calendars,
    sign_in,
    zone_of,
)
from upheld.calendars.servers.faults import DavFault
from upheld.calendars.servers.server import Server, spoken_to
from upheld.foundation.jobs import Every, Periodic, job
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LONGEST = 1800
HELD_FOR = timedelta(minutes=20)
"""So long no other worker speaks to a server that one is speaking to; two would undo each other."""
PERIODIC = (Periodic("calendars.sync", Every(minutes=5), "Look into people's calendars"),)


@job("calendars.sync", title="Look into people's calendars", opens=True, longest=LONGEST)
def sync(*, by: Actor, at: datetime) -> str:
    """Look into each calendar whose turn it is; one that fails keeps no other waiting."""
    with open_provider(by.provider_id):
        accounts = accounts_due(at)
    done = [_sync(one, by, at) for one in accounts]
    return f"{sum(done)} of {len(done)} calendars."


@job("calendars.sync_one", title="Look into a calendar", opens=True, longest=LONGEST)
def sync_one(*, by: Actor, at: datetime, account_id: int) -> str:
    """Look into one calendar now."""
    with open_provider(by.provider_id):
        rows = CalendarAccount.objects.filter(pk=account_id, state=State.ON)
        account = rows.select_related("person").first()
    return "Nothing to do." if account is None or not _sync(account, by, at) else "Done."


@job("calendars.look", title="Ask a calendar server for its calendars", opens=True)
def look(*, by: Actor, at: datetime, account_id: int) -> str:
    """Sign in at a server and note its calendars; what was wrong stands on its page."""
    with open_provider(by.provider_id):
        account = CalendarAccount.objects.select_related("person").get(pk=account_id)
        if account.state == State.ENDED:
            return "It was disconnected."
    try:
        with open_provider(by.provider_id):
            known = sign_in(account)
        with spoken_to(known) as server:
            found = server.calendars()
    except (DavFault, Refused) as problem:
        fault = _as_fault(problem)
        with open_provider(by.provider_id):
            note_health(account=account, fault=fault, by=by, at=at)
        return str(fault)
    with open_provider(by.provider_id):
        account = note_calendars(account=account, found=found, by=by, at=at)
    if account.state == State.ON:
        sync_one(by=by, at=at, account_id=account_id)
    return f"{len(found)} calendars."


def _sync(account: CalendarAccount, by: Actor, at: datetime) -> bool:
    """Speak to one server: write the plan, take over what changed there, read what else is."""
    fault: DavFault | None = None
    try:
        with open_provider(by.provider_id):
            if not _hold(account, at):
                return False
            known = sign_in(account)
        with spoken_to(known) as server:
            _both_ways(server, account, by, at)
    except AllGone as gone:
        with open_provider(by.provider_id):
            hold_account(account=account, count=gone.count, by=by, at=at)
    except (DavFault, Refused) as problem:
        fault = _as_fault(problem)
    with open_provider(by.provider_id):
        note_health(account=account, fault=fault, by=by, at=at)
    return fault is None


def _both_ways(server: Server, account: CalendarAccount, by: Actor, at: datetime) -> None:
    with open_provider(by.provider_id):
        calendars = chosen_calendars(account)
        person = actor_behind(account)
        zone = zone_of(account)
    if person is None:
        return
    for one in calendars:
        if one.is_written:
            write_calendar(server, account, one, person, by, at)
    for one in calendars:
        if one.is_read:
            read_calendar(server, account, one, zone, by, at)


def _hold(account: CalendarAccount, at: datetime) -> bool:
    """Keep other workers out of a calendar; false where one is in it."""
    with bookkeeping():
        mine = CalendarAccount.objects.filter(pk=account.pk, again_at=account.again_at)
        return bool(mine.update(again_at=at + HELD_FOR))


def _as_fault(problem: DavFault | Refused) -> DavFault:
    if isinstance(problem, DavFault):
        return problem
    return DavFault(problem.why, problem.remedy, refused=problem.code == "secret_lost")
