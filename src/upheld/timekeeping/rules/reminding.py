"""Which days somebody is reminded of: over, and with hours missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from upheld.foundation.values.period import Period

AFTER_WORK = timedelta(minutes=15)
"""Whoever writes down the last hour when going home is not reminded of it."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """Who is reminded, and how much of a day may be missing."""

    spare_seconds: int = 30 * 60
    roles: frozenset[str] = frozenset({"technician", "sales_engineer"})

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Reminding:
        """Read them from the provider's settings; what cannot be read is as usual."""
        spare, roles = said.get("spare_seconds"), said.get("roles")
        usual = cls()
        return cls(
            spare if isinstance(spare, int) and spare >= 0 else usual.spare_seconds,
            frozenset(map(str, roles)) if isinstance(roles, list) else usual.roles,
        )


def missing_seconds(
    working: Sequence[Period], logged: int, spare_seconds: int, at: datetime
) -> int:
    """Give how much of a day is missing: nothing before it is over, and where little is."""
    if not working or working[-1].end + AFTER_WORK > at:
        return 0
    missing = sum(one.seconds for one in working) - logged
    return missing if missing > spare_seconds else 0
