"""How the month stands for each customer, target by target, against what was promised to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.urls import reverse

from upheld.customers.models import Company
from upheld.desk.models import ServiceMonth, Ticket
from upheld.desk.queries.service_levels import least_attained
from upheld.desk.queries.service_months import CALLED
from upheld.desk.queries.targets_due import CLOCKS, Clocked, first_of
from upheld.desk.rules.service_promises import Clock, Hold, hold
from upheld.desk.rules.ticket_events import Target
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import month_of, today
from upheld.foundation.values.rate import Rate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.values.period import Period

TITLES = {
    Target.FIRST_RESPONSE: "First response",
    Target.NEXT_RESPONSE: "Next response",
    Target.RESOLUTION: "Resolution",
}
STANDINGS = ("met", "missed", "running")
ON_A_PAGE = 60
"""Customers on one page: what is in danger comes first."""


@dataclass(frozen=True, slots=True)
class TargetMonth:
    """One target of one customer in a month so far."""

    target: Target
    clock: Clock
    """Met, of what fell due by now."""
    running: int
    """Fall due later this month, and wait for somebody."""
    least: Rate
    hold: Hold
    misses_left: int
    """How many more misses it stands, if nothing else falls due."""
    to_mend: int | None
    """How many must be met in a row to be above again; None where nothing helps."""

    @property
    def title(self) -> str:
        """Name the target."""
        return TITLES[self.target]

    @property
    def share_ppm(self) -> int | None:
        """Give the share met so far, in parts per million; None where nothing fell due."""
        return self.clock.met * Rate.percent(100).ppm // self.clock.due if self.clock.due else None


@dataclass(frozen=True, slots=True)
class CustomerMonth:
    """A customer's month: its targets, and the promise that stands for them where one does."""

    company_id: int | None
    number: int | None
    """None for our own systems."""
    name: str
    signed: ServiceMonth | None
    targets: tuple[TargetMonth, ...]

    @property
    def worst(self) -> Hold:
        """Give how the target in the most danger holds."""
        return min(one.hold for one in self.targets)


@dataclass(frozen=True, slots=True)
class Overview:
    """The month of all customers: those in danger first, and what presses this moment."""

    month: str
    """As "2026-03"."""
    period: Period
    zone: str
    is_over: bool
    least: Rate
    """What is aimed at where nothing was signed."""
    customers: tuple[CustomerMonth, ...]
    page: int
    pages: int
    broken: int
    """Signed promises that are below what was promised."""
    in_danger: int
    """Signed promises that the next miss breaks."""
    late_now: int
    """Open tickets past a target."""
    soon: int
    """Open tickets with a target within the hour."""


def overview(at: datetime, month: str = "", page: int = 1, hour: int = 3600) -> Overview:
    """Read the month that holds `at`, or another: at most eight queries, however many customers.

    `hour` is how many seconds ahead counts as soon. Refuses with: invalid_input (month).
    """
    provider = Provider.objects.get(pk=current_scope().provider_id)
    period = month_of(first_of(month) if month else today(at, provider.zone), provider.zone)
    signed = signed_months(period)
    least = least_attained(provider)
    counts = {target: _counts(clock, period, signed, at) for target, clock in CLOCKS.items()}
    rows = _customers(counts, signed, least)
    rows.sort(key=lambda one: (one.worst, one.signed is None, one.name.casefold()))
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    pressing = _pressing(at, hour)
    bound = [one for one in rows if one.signed is not None]
    return Overview(
        month=f"{today(period.start, provider.zone):%Y-%m}", period=period, zone=provider.zone,
        is_over=period.end <= at, least=least,
        customers=tuple(rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]), page=page, pages=pages,
        broken=sum(one.worst is Hold.BROKEN for one in bound),
        in_danger=sum(one.worst is Hold.IN_DANGER for one in bound), **pressing,
    )  # fmt: skip


def provider_zone() -> str:
    """Give the zone in which months are counted: one query."""
    zone: str = Provider.objects.only("zone").get(pk=current_scope().provider_id).zone
    return zone


def signed_months(period: Period) -> dict[int, ServiceMonth]:
    """Give the signed months that lie in a month, by customer; of several the latest: one query."""
    rows = ServiceMonth.objects.filter(starts_at__gte=period.start, starts_at__lt=period.end)
    rows = rows.filter(promise__agreed_at__isnull=False).select_related("promise", "company")
    return {row.company_id: row for row in rows.order_by("pk")}


def rows_of(clock: Clocked, period: Period, signed: Mapping[int, ServiceMonth]) -> QuerySet[Any]:
    """Give the rows of a month; for whom an agreement begins or ends in it, those it covers."""
    rows = clock.due_in(period)
    for month in signed.values():
        if month.starts_at == period.start and month.ends_at == period.end:
            continue
        outside = Q(**{f"{clock.due}__lt": month.starts_at}) | Q(
            **{f"{clock.due}__gte": month.ends_at}
        )
        rows = rows.exclude(outside, **{clock.path("company_id"): month.company_id})
    return rows


def _counts(
    clock: Clocked, period: Period, signed: Mapping[int, ServiceMonth], at: datetime
) -> dict[int | None, dict[str, int]]:
    # Not by their own names: a round has a column called "met".
    standing = {
        f"n_{name}": Count("pk", filter=which) for name, which in clock.standing(at).items()
    }
    rows = rows_of(clock, period, signed).order_by()
    found = rows.annotate(group=F(clock.path("company_id"))).values("group").annotate(**standing)
    return {row["group"]: {name: row[f"n_{name}"] for name in STANDINGS} for row in found}


def _customers(
    counts: Mapping[Target, Mapping[int | None, Mapping[str, int]]],
    signed: Mapping[int, ServiceMonth],
    least: Rate,
) -> list[CustomerMonth]:
    ids: set[int | None] = {*signed, *(pk for rows in counts.values() for pk in rows)}
    named = {
        pk: (number, name)
        for pk, number, name in Company.objects.filter(pk__in=ids - {None}).values_list(
            "pk", "number", "name"
        )
    }
    found = []
    for pk in ids:
        month = signed.get(pk) if pk is not None else None
        promised = Rate(month.least_ppm) if month is not None else least
        number, name = named.get(pk, (None, "Our own systems")) if pk else (None, "Our own systems")
        targets = [
            _target(target, *(rows.get(pk, {}).get(name, 0) for name in STANDINGS), least=promised)
            for target, rows in counts.items()
            if pk in rows or (month is not None and month.signed(target))
        ]
        found.append(CustomerMonth(pk, number, name, month, tuple(targets)))
    return [one for one in found if one.targets]


@lru_cache(10_000)
def _target(target: Target, met: int, missed: int, running: int, *, least: Rate) -> TargetMonth:
    """Judge one target's month; thousands of customers have the same few numbers."""
    clock = Clock(CALLED[target], met, met + missed)
    return TargetMonth(
        target=target, clock=clock, running=running, least=least, hold=hold(clock, least, running),
        misses_left=clock.misses_left(least), to_mend=clock.met_to_mend(least),
    )  # fmt: skip


def _pressing(at: datetime, hour: int) -> dict[str, int]:
    """Count the open tickets that are late or soon will be: one query, by the index of danger."""
    soon = at + timedelta(seconds=hour)
    rows = Ticket.objects.filter(void=False, next_due_at__lte=soon)
    found: dict[str, int] = rows.aggregate(
        late_now=Count("pk", filter=Q(next_due_at__lt=at)),
        soon=Count("pk", filter=Q(next_due_at__gte=at)),
    )
    return found


def tickets_url(month: str, target: Target, standing: str, company: int | None) -> str:
    """Give where the tickets behind a number are listed; `company` is a number, None for ours."""
    query = f"month={month}&target={target.value}&standing={standing}"
    return f"{reverse('service-level-tickets')}?{query}&customer={company or 'own'}"


def tickets_behind(
    target: Target, standing: str, period: Period, company_id: int | None, at: datetime
) -> QuerySet[Any]:
    """Give the rows behind one number of the overview, the last due first."""
    clock = CLOCKS[target]
    months = ServiceMonth.objects.filter(
        company_id=company_id or 0, starts_at__gte=period.start, starts_at__lt=period.end,
        promise__agreed_at__isnull=False,
    )  # fmt: skip
    rows = rows_of(clock, period, {month.company_id: month for month in months.order_by("pk")})
    rows = rows.filter(clock.standing(at)[standing], **{clock.path("company_id"): company_id})
    people = [clock.path(name) for name in ("assignee", "company")]
    return rows.select_related(*people).order_by(f"-{clock.due}", "-pk")
