"""Commission as everybody sees their own, with the rules that hold for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.ui.filters import money
from upheld.foundation.ui.shapes import Stat
from upheld.foundation.values.money import Money
from upheld.money.models import CommissionAccrual, CommissionRule
from upheld.money.queries.profit import next_month
from upheld.money.rules.commission import Base, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

PART_TITLES = {Part.SELLER: "Seller", Part.ENGINEER: "Sales engineer", Part.FINDER: "Finder"}
BASE_TITLES = {
    Base.ONE_OFF: "of the one-off part",
    Base.HOURS: "of the hours",
    Base.MONTHLY: "of what recurs",
    Base.CONTRACT_VALUE: "of the whole contract",
    Base.FLAT: "flat",
}


@dataclass(frozen=True, slots=True)
class RuleNow:
    """A rule in words, and whether it holds today."""

    row: CommissionRule
    part: str
    what: str
    holds: bool
    begins_later: bool


@dataclass(frozen=True, slots=True)
class SharesPage:
    """What one person shares in, and the rules for everybody."""

    accruals: tuple[CommissionAccrual, ...]
    this_year: Money
    ever: Money
    stats: tuple[Stat, ...]
    rules: tuple[RuleNow, ...]


def my_shares(actor: Actor, at: datetime) -> SharesPage:
    """Read the actor's own shares, and every rule: three queries."""
    provider = Provider.objects.get(pk=actor.provider_id)
    today = at.astimezone(provider.tzinfo).date()
    rows = CommissionAccrual.objects.filter(person_id=actor.person_id or 0)
    mine = tuple(rows.select_related("rule").order_by("-accrued_on", "-pk"))
    month, year = date(today.year, today.month, 1), date(today.year, 1, 1)
    this_month = _sum(mine, provider.currency, month, next_month(month))
    this_year = _sum(mine, provider.currency, year, date(today.year + 1, 1, 1))
    ever = _sum(mine, provider.currency, date.min, date.max)
    stats = (
        Stat("This month", money(this_month), note=f"{month:%B}"),
        Stat("This year", money(this_year), note=f"{year:%Y}"),
        Stat("Ever", money(ever), n=len(mine), unit_of_n="shares"),
    )
    return SharesPage(mine, this_year, ever, stats, rules_on(today))


def visible_shares(actor: Actor) -> QuerySet[CommissionAccrual]:
    """Give the shares of everybody; the list is open only to whoever may see them all."""
    del actor
    rows: QuerySet[CommissionAccrual] = CommissionAccrual.objects.all()
    return rows


def rules_on(day: date) -> tuple[RuleNow, ...]:
    """Give every rule with whether it holds on a day, those that hold first: one query."""
    rows = list(CommissionRule.objects.order_by("part", "key", "from_on"))
    newest = {row.key: row.pk for row in rows if row.from_on <= day}
    found = [
        RuleNow(
            row, PART_TITLES[Part(row.part)], in_words(row), newest.get(row.key) == row.pk,
            row.from_on > day,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.holds))


def in_words(row: CommissionRule) -> str:
    """Say what a rule pays: "100 % of what recurs in 1 month"."""
    if row.base == Base.FLAT:
        return f"{Money(row.flat_minor or 0, row.currency).written()} for each signature"
    share = f"{row.rate_ppm / 10_000:g} % {BASE_TITLES[Base(row.base)]}"
    if row.base != Base.MONTHLY:
        return share
    return f"{share} in {row.months} month" + ("s" if row.months != 1 else "")


def _sum(rows: Sequence[CommissionAccrual], currency: str, start: date, end: date) -> Money:
    return Money.total((row.amount for row in rows if start <= row.accrued_on < end), currency)
