"""Which days somebody is reminded of: over, and with hours missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from upheld.foundation.values.period import Period

AFTER_WORK = timedelta(minutes=15)
"""Whoever writes down the last hour when going home is not reminded of it."""


REMINDED = frozenset(
    {"owner", "service_manager", "technician", "sales_engineer", "salesperson", "marketer",
     "finance"}
)  # fmt: skip
"""Roles that can be reminded: whoever works here."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """Who is reminded, and how much of a day may be missing."""

    spare_seconds: int = 30 * 60
    roles: frozenset[str] = frozenset({"technician", "sales_engineer"})


def missing_seconds(
    working: Sequence[Period], logged: int, spare_seconds: int, at: datetime
) -> int:
    """Give how much of a day is missing: nothing before it is over, and where little is."""
    if not working or working[-1].end + AFTER_WORK > at:
        return 0
    missing = sum(one.seconds for one in working) - logged
    return missing if missing > spare_seconds else 0
