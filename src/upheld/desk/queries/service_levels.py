"""Which service level holds for whom, as the clocks need it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from upheld.agreements.models.agreement import AgreementState
from upheld.desk.models import ServiceLevelPolicy
from upheld.desk.rules.ticket_events import WHOLE_PPM, ServicePolicy, Step, Target
from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.period import today
from upheld.foundation.values.rate import Rate
from upheld.people.models import Person
from upheld.people.queries.calendars import calendar_of_schedule
from upheld.people.rules.functions import function_said
from upheld.people.rules.policies import ATTAINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor
    from upheld.foundation.models import Provider

NO_TARGETS = ServicePolicy(Calendar.around_the_clock(), {}, {})
"""What holds for a ticket that began without a service level."""


def visible_service_levels(_actor: Actor) -> QuerySet[ServiceLevelPolicy]:
    """Give the service levels that an actor may see, those of everybody first."""
    rows: QuerySet[ServiceLevelPolicy] = ServiceLevelPolicy.objects.select_related(
        "company", "schedule", "agreement"
    )
    return rows.order_by(F("company__name").asc(nulls_first=True), "kind", "-from_at")


@dataclass(frozen=True, slots=True)
class Level:
    """The service level under which a ticket begins, and how the clocks read it."""

    row: ServiceLevelPolicy | None
    policies: Mapping[int, ServicePolicy]


def level_in_force(company_id: int | None, at: datetime, kind: str = "") -> Level:
    """Give the level that holds for a new ticket as its clocks need it: at most two queries."""
    row = policy_in_force(company_id, at, kind)
    return Level(row, agreed([row] if row else []))


def policy_in_force(
    company_id: int | None, at: datetime, kind: str = ""
) -> ServiceLevelPolicy | None:
    """Give the service level that holds for a ticket of a customer's and a kind: one query.

    A customer's own comes before everybody's, of those what an agreement in force carries before
    what none does, of those one for this kind before one for every kind.
    """
    rows = _holding(company_id).filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)
    kinds = Q(kind="") | Q(kind=kind.strip().lower())
    return next((row for row in rows.filter(kinds) if _covers(row, at)), None)


def levels_for(ticket: Ticket) -> QuerySet[ServiceLevelPolicy]:
    """Give the levels under which a ticket could be put by hand: its customer's and everybody's."""
    rows: QuerySet[ServiceLevelPolicy] = ServiceLevelPolicy.objects.filter(
        Q(company_id=ticket.company_id) | Q(company=None), until_at=None
    )
    return rows.order_by("name", "kind", "pk")


def standing_policy(company_id: int) -> ServiceLevelPolicy | None:
    """Give the level that holds for every kind of a customer's tickets, without an agreement's own.

    It is what a new agreement offers: one query.
    """
    rows = _holding(company_id).filter(until_at=None, kind="", agreement=None)
    return next(iter(rows), None)


def _holding(company_id: int | None) -> QuerySet[ServiceLevelPolicy]:
    """Give a customer's and everybody's, those that come first in front."""
    rows = ServiceLevelPolicy.objects.filter(Q(company_id=company_id) | Q(company=None))
    return rows.select_related("schedule", "provider", "agreement").order_by(
        F("company_id").desc(nulls_last=True), F("agreement_id").desc(nulls_last=True), "-kind",
        "-from_at",
    )  # fmt: skip


def _covers(row: ServiceLevelPolicy, at: datetime) -> bool:
    """Tell whether what carries a level is in force: always, where no agreement does."""
    agreement = row.agreement
    if agreement is None:
        return True
    day = today(at, row.provider.zone)
    is_active = agreement.state == AgreementState.ACTIVE
    return bool(is_active and agreement.starts_on <= day < agreement.ends_on)


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
            next_response=_by_priority(row.next_response),
            name=row.name,
            steps=tuple(_step(one) for one in row.steps),
        )
        for row in rows
    }


def steps_in_words(policies: Iterable[ServiceLevelPolicy]) -> dict[int, list[str]]:
    """Say whom each service level has told, by its id: one query for the people's names."""
    rows = [row for row in policies if row.steps]
    wanted = {pk for row in rows for one in row.steps for pk in one["people"]}
    names = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return {row.pk: [_step_words(one, names) for one in row.steps] for row in rows}


def _step_words(said: dict[str, Any], names: Mapping[int, str]) -> str:
    people = [names.get(pk, "somebody") for pk in said["people"]]
    if said["function"]:
        people.append(f"whoever holds {function_said(said['function'])}")
    target = said["target"].replace("_", " ") or "any target"
    at = Rate(said["share_ppm"])
    when = "is missed" if said["share_ppm"] >= WHOLE_PPM else f"comes to {at} of its time"
    return f"When {target} {when}: {' and '.join(people)}"


def _step(said: dict[str, Any]) -> Step:
    return Step(
        share_ppm=int(said["share_ppm"]),
        people=tuple(said["people"]),
        function=str(said["function"]),
        target=Target(said["target"]) if said["target"] else None,
    )


def _by_priority(table: dict[str, int]) -> dict[int, int]:
    return {int(priority): int(seconds) for priority, seconds in table.items()}


@lru_cache(maxsize=64)
def _kept(calendar: Calendar) -> Calendar:
    """Give the first of equal calendars, which knows its opening hours by heart already."""
    return calendar
