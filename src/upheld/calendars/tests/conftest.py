"""People with plans, and both doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.cache import cache
from tests import entering

from upheld.calendars.jobs.syncing import look, sync
from upheld.calendars.models import CalendarAccount, KnownCalendar
from upheld.calendars.operations.accounts import connect_calendar
from upheld.calendars.operations.choosing import choose_calendars
from upheld.calendars.tests.calendar_servers import PASSWORD, USER, CalendarServer
from upheld.dispatch.operations.blocks import plan_block
from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.period import Period
from upheld.timekeeping.targets import own_work

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""A Monday; in March London's clocks show UTC until the 29th."""


@pytest.fixture(autouse=True)
def at_now():
    cache.clear()
    with clock.standing_at(NOW):
        yield NOW


def hours(day: int, start: float, end: float, month: int = 3) -> Period:
    """Give hours of a day of 2026, in UTC."""
    whole = datetime(2026, month, day, tzinfo=UTC)
    return Period(whole + timedelta(hours=start), whole + timedelta(hours=end))


@pytest.fixture
def plan(world):
    """Plans internal work for somebody, whatever speaks against it."""
    every = frozenset({"on_leave", "overlaps", "outside_hours", "day_overfull", "already_over"})

    def planned(name, period, title="Stock counted", *, at=NOW, by=None, on=None):
        return plan_block(
            person=world.people[name], period=period, on=on or own_work("internal", title),
            title=title, setting_aside=every, by=by or world.sam, at=at,
        )  # fmt: skip

    return planned


@pytest.fixture
def browser(world):
    return partial(entering.browser, world)


@pytest.fixture
def program(world):
    return partial(entering.program, world)


@pytest.fixture(scope="session")
def _radicale(tmp_path_factory):
    server = CalendarServer(tmp_path_factory.mktemp("radicale"))
    server.begin()
    yield server
    server.end()


@pytest.fixture
def server(_radicale, settings):
    """A real calendar server with two empty calendars, which the operator allows us to reach."""
    settings.INSIDE_NETWORKS = ("127.0.0.0/8",)
    if _radicale.process is None:
        _radicale.begin()
    _radicale.clear()
    return _radicale


@pytest.fixture
def by_itself(world):
    return system(world.provider.pk)


@pytest.fixture
def connect(world, by_itself):
    """Connects Dana's calendar: looked at, the plan written to one and the other one read."""

    def connected(address, *, titles=False, read=True) -> CalendarAccount:
        account = connect_calendar(
            address=address, user=USER, password=PASSWORD, by=world.dana, at=NOW
        )
        look(by=by_itself, at=NOW, account_id=account.pk)
        known = {one.name: one for one in KnownCalendar.objects.filter(account=account)}
        choose_calendars(
            written=known["Plan"].pk, read=[known["Own"].pk] if read else [], shows_titles=titles,
            by=world.dana, at=NOW,
        )  # fmt: skip
        account.refresh_from_db()
        return account

    return connected


@pytest.fixture
def account(server, connect) -> CalendarAccount:
    return connect(server.address)


@pytest.fixture
def synced(by_itself, account):
    """Have calendars looked into, so many minutes from now."""

    def run(minutes: int = 0) -> CalendarAccount:
        with bookkeeping():
            CalendarAccount.objects.update(again_at=None)
        sync(by=by_itself, at=NOW + timedelta(minutes=minutes))
        account.refresh_from_db()
        return account

    return run
