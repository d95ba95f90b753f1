"""A promise of service, target by target: as it was counted, or as it stands so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.models import ServiceMonth
from upheld.desk.queries.service_months import counted_targets
from upheld.desk.queries.service_overview import TITLES, tickets_url
from upheld.desk.rules.ticket_events import Target
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.values.period import today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.promises.models import Promise


@dataclass(frozen=True, slots=True)
class TargetCount:
    """One target at one priority: what was promised, what was kept and what was broken."""

    title: str
    priority: str
    seconds: int | None
    """As signed, in business seconds; None where the signed text has no such target."""
    kept: int
    broken: int
    kept_url: str
    broken_url: str


@dataclass(frozen=True, slots=True)
class PromisedMonth:
    """A month of a signed level with every target's own count."""

    counts: tuple[TargetCount, ...]
    least_ppm: int
    settled_at: datetime | None
    is_over: bool


def month_of_promise(promise: Promise, at: datetime) -> PromisedMonth | None:
    """Read the month that a promise stands for; None for one made before months were kept.

    What was settled is read as it was put down; a running month is counted: three queries.
    """
    rows = ServiceMonth.objects.select_related("company", "provider")
    month: ServiceMonth | None = rows.filter(promise=promise).first()
    if month is None:
        return None
    counted = month.counted if month.settled_at else counted_targets(month, at)
    named = f"{today(month.starts_at, month.provider.zone):%Y-%m}"
    return PromisedMonth(
        counts=tuple(_count(one, named, month.company.number) for one in counted),
        least_ppm=month.least_ppm,
        settled_at=month.settled_at,
        is_over=month.ends_at <= at,
    )


def _count(said: Mapping[str, Any], month: str, company: int) -> TargetCount:
    target = Target(said["target"])
    return TargetCount(
        title=TITLES[target],
        priority=PRIORITIES[said["priority"]],
        seconds=said["seconds"],
        kept=said["met"],
        broken=said["missed"],
        kept_url=tickets_url(month, target, "met", company),
        broken_url=tickets_url(month, target, "missed", company),
    )
