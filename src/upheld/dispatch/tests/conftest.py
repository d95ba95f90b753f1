"""People to plan, days to plan on, and both doors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.acme import acme, buyer, carla, plenty_of_hours

from upheld.delivery.tests.conftest import accepted, handover, sell, signature, sow
from upheld.dispatch.operations.blocks import plan_block
from upheld.foundation.values.period import Period
from upheld.timekeeping.targets import own_work

if TYPE_CHECKING:
    from upheld.demo.cast import Company

__all__ = [
    "accepted", "acme", "buyer", "carla", "handover", "plenty_of_hours", "sell", "signature", "sow",
]  # fmt: skip

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""In March London's clocks show UTC."""


def hours(day: int, start: float, end: float) -> Period:
    """Give hours of a day of March 2026."""
    whole = datetime(2026, 3, day, tzinfo=UTC).timestamp()
    moments = (datetime.fromtimestamp(whole + at * 3600, UTC) for at in (start, end))
    return Period(*moments)


@pytest.fixture
def plan(world: Company) -> Any:
    """Plans internal work for somebody: by name and hours."""

    def planned(name: str, period: Period, *, by: Any = None, aside: tuple[str, ...] = (),
                on: Any = None, title: str = "") -> Any:  # fmt: skip
        return plan_block(
            person=world.people[name], period=period, on=on or own_work("internal", "Stock"),
            title=title, setting_aside=frozenset(aside), by=by or world.sam, at=MONDAY,
        )  # fmt: skip

    return planned
