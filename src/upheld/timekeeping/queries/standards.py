"""What the company holds its time to: on a day, and as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import today
from upheld.timekeeping.models import TimeStandard
from upheld.timekeeping.rules.standards import FURTHEST_DAYS, STANDARDS, Course, Standards

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

MOST_READ = 200
"""Changes that are read: a company changes this a few times a year."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of what holds, with what it changed."""

    row: TimeStandard
    standards: Standards
    differs: tuple[tuple[str, str, str], ...]
    """Name, before and after of each figure that it changes."""
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """What holds today, what will, and what did."""

    holding: Standards
    since: date | None
    """Since when; None where nothing was ever set."""
    today: date
    furthest: date
    to_come: tuple[Change, ...]
    past: tuple[Change, ...]


def course_of_standards() -> Course:
    """Give what holds from which day on: one query."""
    latest: dict[date, Standards] = {}
    for row in _standing():
        latest[row.holds_from] = standards_of(row)
    return Course(tuple(latest.items()))


def standards_of(row: TimeStandard) -> Standards:
    """Give what a change sets."""
    return Standards.of({one.key: getattr(row, one.key) for one in STANDARDS}, row.roles)


def company_day(at: datetime) -> date:
    """Give the day in the company's zone: one query."""
    zone = Provider.objects.values_list("zone", flat=True).get(pk=current_scope().provider_id)
    return today(at, str(zone))


def visible_standards(_actor: Actor) -> QuerySet[TimeStandard]:
    """Give the changes that stand."""
    rows: QuerySet[TimeStandard] = TimeStandard.objects.filter(withdrawn_at=None)
    return rows


def standards_page(_actor: Actor, at: datetime) -> StandardsPage:
    """Read the page: two queries."""
    now = company_day(at)
    changes: list[Change] = []
    before = Standards()
    for row in _standing():
        standards = standards_of(row)
        changes.append(Change(row, standards, _differing(before, standards), row.holds_from > now))
        before = standards
    begun = [one for one in changes if not one.is_to_come]
    return StandardsPage(
        holding=begun[-1].standards if begun else Standards(),
        since=begun[-1].row.holds_from if begun else None,
        today=now,
        furthest=now + timedelta(days=FURTHEST_DAYS),
        to_come=tuple(one for one in changes if one.is_to_come),
        past=tuple(reversed(begun)),
    )


def _standing() -> list[TimeStandard]:
    rows = TimeStandard.objects.filter(withdrawn_at=None).select_related("set_by")
    return list(reversed(rows.order_by("-holds_from", "-pk")[:MOST_READ]))


def _differing(before: Standards, after: Standards) -> tuple[tuple[str, str, str], ...]:
    old, new = before.figures, after.figures
    found = [
        (one.title, one.unit.written(old[one.key]), one.unit.written(new[one.key]))
        for one in STANDARDS
        if old[one.key] != new[one.key]
    ]
    if before.reminding.roles != after.reminding.roles:
        found.append(("Who is reminded", _named(before), _named(after)))
    return tuple(found)


def _named(standards: Standards) -> str:
    return ", ".join(sorted(role.replace("_", " ") for role in standards.reminding.roles)) or "none"
