"""People with plans, and both doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from upheld.dispatch.operations.blocks import plan_block
from upheld.foundation import clock
from upheld.foundation.values.period import Period
from upheld.people.operations.tokens import issue_token
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
    def of(who: str) -> Client:
        client = Client()
        client.force_login(world.people[who].user)
        return client

    return of


@pytest.fixture
def program(world):
    def of(who: str) -> Client:
        _, secret = issue_token(person=world.people[who], name="t", by=world.ana, at=NOW)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return of
