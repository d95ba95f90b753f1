"""What runs by itself: the one table, read from the packages' `jobs.py`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.foundation.jobs import Periodic

PACKAGES = (
    "foundation.jobs.housekeeping", "people.jobs", "measures.jobs", "reviews.jobs",
    "promises.jobs", "timekeeping.jobs", "market.jobs", "selling.jobs", "agreements.jobs",
    "desk.jobs", "delivery.jobs", "money.jobs", "mirror.jobs", "portal.jobs", "mailroom.jobs",
    "connections.jobs", "calendars.jobs",
)  # fmt: skip


def declared_periodic() -> tuple[Periodic, ...]:
    """Load every package's jobs, and give what they want done again and again."""
    found: list[Periodic] = []
    for name in PACKAGES:
        module = f"upheld.{name}"
        if find_spec(module.rpartition(".")[0]) and find_spec(module):
            found += getattr(import_module(module), "PERIODIC", ())
    return tuple(found)
