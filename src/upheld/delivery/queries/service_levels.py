"""Which service level holds for whom, as the clocks need it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import F, Q

from upheld.delivery.models import ServiceLevelPolicy
from upheld.delivery.rules.ticket_events import ServicePolicy
from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.rate import Rate
from upheld.people.queries.calendars import calendar_of_schedule
from upheld.people.rules.policies import ATTAINED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.models import Provider


NO_TARGETS = ServicePolicy(Calendar.around_the_clock(), {}, {})
"""What holds for a ticket that began without a service level."""


def visible_service_levels(_actor: Actor) -> QuerySet[ServiceLevelPolicy]:
    """Give the service levels that an actor may see, those of everybody first."""
    rows: QuerySet[ServiceLevelPolicy] = ServiceLevelPolicy.objects.select_related(
        "company", "schedule"
    )
    return rows.order_by(F("company__name").asc(nulls_first=True), "-from_at")


def policy_in_force(company_id: int | None, at: datetime) -> ServiceLevelPolicy | None:
    """Give a customer's own service level at a moment, or the one for everybody: one query."""
    rows = ServiceLevelPolicy.objects.filter(Q(company_id=company_id) | Q(company=None))
    rows = rows.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)
    ranked = rows.select_related("schedule", "provider").order_by(
        F("company_id").desc(nulls_last=True), "-from_at"
    )
    found: ServiceLevelPolicy | None = ranked.first()
    return found


def standing_policy(company_id: int) -> ServiceLevelPolicy | None:
    """Give the service level that holds for a customer until further notice: one query."""
    rows = ServiceLevelPolicy.objects.filter(Q(company_id=company_id) | Q(company=None))
    ranked = rows.filter(until_at=None).select_related("schedule", "provider")
    found: ServiceLevelPolicy | None = ranked.order_by(
        F("company_id").desc(nulls_last=True)
    ).first()
    return found


def least_attained(provider: Provider) -> Rate:
    """Give the share of a month's targets that a new agreement promises to meet.

    Nine of ten where the company set nothing.
    """
    return ATTAINED.rate(provider.settings)


def agreed(policies: Iterable[ServiceLevelPolicy]) -> dict[int, ServicePolicy]:
    """Give service levels as the clocks read them, by id: one query for all holidays."""
    rows = list(policies)
    if not rows:
        return {}
    provider = rows[0].provider
    calendars = {row.schedule_id: row.schedule for row in rows}
    kept = {
        pk: _kept(calendar_of_schedule(schedule, provider)) for pk, schedule in calendars.items()
    }
    return {
        row.pk: ServicePolicy(
            calendar=kept[row.schedule_id],
            first_response=_by_priority(row.first_response),
            resolution=_by_priority(row.resolution),
            pausing_states=frozenset(row.pausing_states),
        )
        for row in rows
    }


def _by_priority(table: dict[str, int]) -> dict[int, int]:
    return {int(priority): int(seconds) for priority, seconds in table.items()}


@lru_cache(maxsize=64)
def _kept(calendar: Calendar) -> Calendar:
    """Give the first of equal calendars, which knows its opening hours by heart already."""
    return calendar
