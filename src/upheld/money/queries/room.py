"""Finance's first screen: what is booked, earned, ready and billed, and what is owed to whom."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.models import Provider
from upheld.foundation.ui.filters import rounded
from upheld.foundation.ui.shapes import Chart, Series, Stat
from upheld.foundation.values.money import Money
from upheld.money.models import Booking, CommissionAccrual, EarnedRevenue, InvoiceLine
from upheld.money.queries.costs import rates
from upheld.money.queries.labour import added_up, unrated_seconds
from upheld.money.queries.ledger import AgreementLedger, agreement_ledgers
from upheld.money.queries.profit import Days, months_back, next_month, term_of
from upheld.money.rules.recurring import earned_between
from upheld.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned

MONTHS = 12
SHOWN = 10


@dataclass(frozen=True, slots=True)
class ReadyFor:
    """What may be put on a customer's invoice."""

    company: Company
    lines: int
    amount: Money
    oldest_on: date
    url: str


@dataclass(frozen=True, slots=True)
class Unrated:
    """A person's time that is in no cost, because nobody entered what they cost."""

    person: Person
    seconds: int
    time_url: str
    pay_url: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What a person shares of the signatures of a year."""

    person: Person
    amount: Money
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class MoneyRoom:
    """All that finance sees first."""

    stats: tuple[Stat, ...]
    chart: Chart
    ready: tuple[ReadyFor, ...]
    ready_count: int
    ledgers: tuple[AgreementLedger, ...]
    ledger_count: int
    unrated: tuple[Unrated, ...]
    shared: tuple[Shared, ...]
    month: date
    """The month whose recurring lines are the next to be made ready."""
    month_is_ready: bool


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Every agreement reconciled, and the sums of all."""

    lines: tuple[AgreementLedger, ...]
    totals: AgreementTotals
    stats: tuple[Stat, ...]


@dataclass(frozen=True, slots=True)
class AgreementTotals:
    """The sums of every agreement's ledger."""

    contract: Money
    added: Money
    lost: Money
    earned: Money
    to_come: Money
    ready: Money
    billed: Money
    unbilled: Money
    deferred: Money


def ledger_page(actor: Actor, at: datetime) -> LedgerPage:
    """Reconcile every agreement up to today: five queries."""
    provider = Provider.objects.get(pk=actor.provider_id)
    until = at.astimezone(provider.tzinfo).date() + timedelta(days=1)
    lines = agreement_ledgers(until)
    sums = {
        one.name: Money.total((getattr(line, one.name) for line in lines), provider.currency)
        for one in fields(AgreementTotals)
    }
    titles = ("Booked", "Added by change", "Lost to early ends", "Earned to date",
              "Still to earn", "Ready", "Billed", "Earned, not ready", "Deferred")  # fmt: skip
    stats = tuple(
        Stat(title, rounded(amount)) for title, amount in zip(titles, sums.values(), strict=True)
    )
    return LedgerPage(lines, AgreementTotals(**sums), stats)


def money_room(actor: Actor, at: datetime) -> MoneyRoom:
    """Read the room over the last twelve months, this one counted in: fourteen queries."""
    provider = Provider.objects.get(pk=actor.provider_id)
    today = at.astimezone(provider.tzinfo).date()
    days = months_back(today, MONTHS)
    ledgers = agreement_ledgers(days.end)
    ready = _ready(provider.currency)
    missing = unrated_seconds(added_up(days.start, days.end), rates())
    shares = _shares(days)
    people = Person.objects.in_bulk([*missing, *shares])
    earned = _earned(ledgers, days)
    month = date(today.year, today.month, 1)
    pending = sorted(ledgers, key=lambda one: (-one.to_come.minor, one.agreement.pk))
    return MoneyRoom(
        stats=_stats(ledgers, ready, earned, days, provider.currency),
        chart=_chart(earned, days, provider.currency),
        ready=tuple(ready[:SHOWN]),
        ready_count=len(ready),
        ledgers=tuple(pending[:SHOWN]),
        ledger_count=len(ledgers),
        unrated=tuple(_unrated(missing, people)),
        shared=tuple(_shared(shares, people, provider.currency)),
        month=month,
        month_is_ready=InvoiceLine.objects.filter(month=month).exists(),
    )


def _stats(
    ledgers: Sequence[AgreementLedger],
    ready: Sequence[ReadyFor],
    earned: Mapping[date, int],
    days: Days,
    currency: str,
) -> tuple[Stat, ...]:
    since = f"from={days.start.isoformat()}"
    signed = Booking.objects.filter(booked_on__gte=days.start)
    booked = signed.aggregate(sum=Sum("contract_minor"), n=Count("pk"))
    gone = InvoiceLine.objects.filter(billed_at__isnull=False, ready_on__gte=days.start)
    billed = gone.aggregate(sum=Sum("amount_minor"), n=Count("pk"))

    def said(label: str, minor: int, n: int, unit: str, route: str, note: str = "") -> Stat:
        amount = rounded(Money(int(minor), currency))
        return Stat(label, amount, n=n, unit_of_n=unit, url=route, note=note)

    agreements, ledger_url = len(ledgers), reverse("agreement-ledger")
    lines = sum(one.lines for one in ready)
    to_bill = sum(one.amount.minor for one in ready)
    return (
        said("Booked", booked["sum"] or 0, booked["n"], "signatures",
             f"{reverse('bookings')}?booked-{since}", "in twelve months"),
        said("Earned", sum(earned.values()), agreements, "agreements", reverse("earned-revenue"),
             "in twelve months"),
        said("Billed", billed["sum"] or 0, billed["n"], "lines",
             f"{reverse('invoice-lines')}?billed=yes", "in twelve months"),
        said("Ready to bill", to_bill, lines, "lines", reverse("invoice-lines"), "not billed yet"),
        said("Earned, not ready", sum(one.unbilled.minor for one in ledgers),
             sum(1 for one in ledgers if one.unbilled.minor), "agreements", ledger_url),
        said("Deferred", sum(one.deferred.minor for one in ledgers),
             sum(1 for one in ledgers if one.deferred.minor), "agreements", ledger_url,
             "on lines before it is earned"),
        said("Still to earn", sum(one.to_come.minor for one in ledgers),
             sum(1 for one in ledgers if one.to_come.minor), "agreements", ledger_url,
             "of bookings"),
        said("Lost to early ends", sum(one.lost.minor for one in ledgers),
             sum(1 for one in ledgers if one.lost.minor), "agreements", ledger_url,
             "booked, never to come"),
    )  # fmt: skip


def _earned(ledgers: Sequence[AgreementLedger], days: Days) -> dict[date, int]:
    """Give what acceptance and what recurs earned in each month, in minor units."""
    earned = _by_month(EarnedRevenue, "earned_on", "amount_minor", days)
    for month in days.months():
        stretch = max(month, days.start), min(next_month(month), days.end)
        recurring = sum(earned_between(term_of(one.agreement), *stretch) for one in ledgers)
        earned[month] = earned.get(month, 0) + recurring
    return earned


def _chart(earned: Mapping[date, int], days: Days, currency: str) -> Chart:
    months = days.months()
    booked = _by_month(Booking, "booked_on", "contract_minor", days)
    ready = _by_month(InvoiceLine, "ready_on", "amount_minor", days)
    return Chart(
        "bar",
        [f"{month:%b %Y}" for month in months],
        [
            Series("Booked", [booked.get(month, 0) for month in months], "neutral"),
            Series("Earned", [earned[month] for month in months], "accent"),
            Series("Made ready", [ready.get(month, 0) for month in months], "good"),
        ],
        form="money",
        currency=currency,
    )


def _by_month(rows: type[Owned], day: str, amount: str, days: Days) -> dict[date, int]:
    within = rows.objects.filter(**{f"{day}__gte": days.start, f"{day}__lt": days.end})
    grouped = within.annotate(in_month=TruncMonth(day)).order_by().values_list("in_month")
    return {month: int(minor) for month, minor in grouped.annotate(sum=Sum(amount))}


def _ready(currency: str) -> list[ReadyFor]:
    lines = InvoiceLine.objects.filter(billed_at=None).order_by().values("company_id")
    sums = lines.annotate(n=Count("pk"), sum=Sum("amount_minor"), oldest=Min("ready_on"))
    found = {row["company_id"]: row for row in sums}
    companies = Company.objects.in_bulk(list(found))
    address = reverse("invoice-lines")
    ready = [
        ReadyFor(
            companies[pk], row["n"], Money(int(row["sum"]), currency), row["oldest"],
            f"{address}?billed=no&customer={pk}",
        )
        for pk, row in found.items()
    ]  # fmt: skip
    return sorted(ready, key=lambda one: (-one.amount.minor, one.company.name))


def _unrated(missing: Mapping[int, int], people: Mapping[int, Person]) -> Iterable[Unrated]:
    for pk, seconds in sorted(missing.items(), key=lambda one: -one[1]):
        person = people[pk]
        yield Unrated(
            person,
            seconds,
            f"{reverse('time')}?counts=yes&person={pk}",
            reverse("person-pay", args=[person.handle]),
        )


def _shares(days: Days) -> dict[int, tuple[int, int]]:
    """Give what each person shares in minor units, and of how many lines."""
    rows = CommissionAccrual.objects.filter(accrued_on__gte=days.start).order_by()
    sums = rows.values_list("person_id").annotate(sum=Sum("amount_minor"), n=Count("pk"))
    return {pk: (int(minor), n) for pk, minor, n in sums}


def _shared(
    found: Mapping[int, tuple[int, int]], people: Mapping[int, Person], currency: str
) -> list[Shared]:
    shared = [
        Shared(people[pk], Money(minor, currency), n, f"{reverse('commissions')}?person={pk}")
        for pk, (minor, n) in found.items()
    ]
    return sorted(shared, key=lambda one: (-one.amount.minor, one.person.name))
