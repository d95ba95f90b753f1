"""The owner's mirror: from the result to its causes, every figure opening to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.models import Agreement
from upheld.customers.models import Company
from upheld.delivery.models import Deliverable
from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period, last_days
from upheld.market.models import Claim
from upheld.market.queries.verdicts import verdict_now
from upheld.measures.catalogue import Ask, Better, figure_of, measure_called
from upheld.money.queries.profit import (
    Days,
    deal_profits,
    next_month,
    profit_by_company,
    profit_by_month,
)
from upheld.promises.models import Promise
from upheld.promises.rules.states import PromiseState
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.measures.catalogue import Measure
    from upheld.measures.rules.figure import Figure
    from upheld.money.rules.profit import ProfitStatement

HEADLINES = (
    "say_do_ratio", "first_response_attainment", "resolution_attainment",
    "on_time_deliverables", "win_rate", "estimate_error", "review_turnaround", "utilisation",
)  # fmt: skip
WINDOW_DAYS = 90
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure now, and the one of the window before it."""

    measure: Measure
    figure: Figure
    before: Figure
    url: str

    @property
    def tone(self) -> str:
        """Say by a tone whether it moved the good way."""
        now, then = self.figure.value, self.before.value
        if now is None or then is None or now == then:
            return "neutral"
        rose = now > then
        return "good" if rose == (self.measure.better is Better.HIGHER) else "bad"


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """A claim in use with its verdict of this moment."""

    claim: Claim
    outcome: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Effort:
    """A finished deliverable: what it was thought to take, and what it took."""

    deliverable: Deliverable
    estimate_seconds: int
    actual_seconds: int
    url: str


@dataclass(frozen=True, slots=True)
class Earner:
    """A customer with what is left of them over a year."""

    name: str
    url: str
    statement: ProfitStatement


@dataclass(frozen=True, slots=True)
class DealResult:
    """A signed deal with its profit from first touch to now."""

    title: str
    company: str
    url: str
    statement: ProfitStatement


@dataclass(frozen=True, slots=True)
class Month:
    """One month's revenue, cost and profit."""

    label: str
    revenue: Money
    profit: Money


@dataclass(frozen=True, slots=True)
class MirrorPage:
    """What the owner sees first."""

    window: Period
    headlines: tuple[Headline, ...]
    claims: tuple[ClaimNow, ...]
    due: tuple[Promise, ...]
    overdue: tuple[Promise, ...]
    efforts: tuple[Effort, ...]
    worst: tuple[Earner, ...]
    best: tuple[Earner, ...]
    deals: tuple[DealResult, ...]
    months: tuple[Month, ...]
    hours_without_rate: int


def mirror_page(actor: Actor, at: datetime) -> MirrorPage:
    """Read the mirror. Profit is read only for those who may see cost."""
    provider = Provider.objects.get(pk=actor.provider_id)
    sees_cost = actor.may("money:cost:see")
    today = at.astimezone(provider.tzinfo).date()
    earners = _earners(today) if sees_cost else []
    ranked = sorted(earners, key=lambda one: one.statement.profit.minor)
    months = _months(today) if sees_cost else ()
    return MirrorPage(
        window=last_days(WINDOW_DAYS, at, provider.zone),
        headlines=tuple(_headlines(actor, at, provider.zone)),
        claims=tuple(_claims(at)),
        due=tuple(_due(at)),
        overdue=tuple(_overdue(at)),
        efforts=tuple(_efforts()),
        worst=tuple(ranked[:SHOWN]),
        best=tuple(reversed(ranked[-SHOWN:])) if len(ranked) > SHOWN else (),
        deals=tuple(_deals(today)) if sees_cost else (),
        months=months,
        hours_without_rate=sum(one.statement.seconds_without_rate for one in earners),
    )


def _headlines(actor: Actor, at: datetime, zone: str) -> list[Headline]:
    now = last_days(WINDOW_DAYS, at, zone)
    earlier = at - timedelta(days=WINDOW_DAYS)
    then = last_days(WINDOW_DAYS, earlier, zone)
    found = []
    for key in HEADLINES:
        try:
            measure = measure_called(key)
        except Refused:
            continue
        if measure.capability is not None and not actor.may(measure.capability):
            continue
        found.append(
            Headline(
                measure=measure,
                figure=figure_of(key, Ask(period=now, at=at)),
                before=figure_of(key, Ask(period=then, at=earlier)),
                url=reverse("measure", args=[key]),
            )
        )
    return found


def _claims(at: datetime) -> list[ClaimNow]:
    found = []
    for claim in Claim.objects.filter(state="in_use").order_by("number"):
        judged = verdict_now(claim, at)
        url = reverse("claim", args=[claim.number])
        found.append(ClaimNow(claim, judged.outcome.value, judged.verdict.why, url))
    return found


def _standing_promises() -> list[str]:
    return [PromiseState.AGREED.value, PromiseState.OFFERED.value]


def _due(at: datetime) -> list[Promise]:
    rows = Promise.objects.filter(
        state__in=_standing_promises(), due_at__gte=at, due_at__lt=at + timedelta(days=14)
    )
    return list(rows.select_related("owner", "company").order_by("due_at")[:SHOWN])


def _overdue(at: datetime) -> list[Promise]:
    rows = Promise.objects.filter(state=PromiseState.AGREED.value, due_at__lt=at)
    return list(rows.select_related("owner", "company").order_by("due_at")[:SHOWN])


def _efforts() -> list[Effort]:
    rows = Deliverable.objects.filter(finished_at__isnull=False, estimate_seconds__isnull=False)
    recent = list(rows.select_related("company").order_by("-finished_at")[:SHOWN])
    spent: dict[int, int] = {}
    entries = TimeEntry.objects.filter(
        void=False, on_kind="deliverable", on_id__in=[one.pk for one in recent]
    )
    for on_id, seconds in entries.values_list("on_id", "seconds"):
        spent[on_id] = spent.get(on_id, 0) + seconds
    return [
        Effort(
            one, one.estimate_seconds or 0, spent.get(one.pk, 0),
            reverse("deliverable", args=[one.number]),
        )
        for one in recent
    ]  # fmt: skip


def _earners(today: date) -> list[Earner]:
    statements = profit_by_company(Days(today - timedelta(days=365), today + timedelta(days=1)))
    rows = Company.objects.filter(pk__in=statements).values_list("pk", "name", "number")
    return [
        Earner(name, reverse("customer", args=[number]), statements[pk])
        for pk, name, number in rows
        if not statements[pk].revenue.is_zero or statements[pk].seconds
    ]


def _deals(today: date) -> list[DealResult]:
    agreements = list(Agreement.objects.select_related("deal", "company").order_by("-pk")[:SHOWN])
    until = today + timedelta(days=1)
    statements = deal_profits([one.deal_id for one in agreements], until)
    return [
        DealResult(
            one.title, one.company.name, reverse("deal", args=[one.deal.number]),
            statements[one.deal_id],
        )
        for one in agreements
    ]  # fmt: skip


def _months(today: date) -> tuple[Month, ...]:
    """Give the twelve months up to this one, which is not over."""
    this = date(today.year, today.month, 1)
    first = date(this.year - 1, this.month, 1)
    statements = profit_by_month(Days(next_month(first), next_month(this)))
    return tuple(
        Month(f"{month:%b %y}", found.revenue, found.profit)
        for month, found in sorted(statements.items())
    )
