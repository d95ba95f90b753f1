"""What programs send and are sent about money."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.values.rate import WHOLE
from upheld.money.models import CommissionAccrual, CommissionRule, EarnedRevenue, InvoiceLine
from upheld.money.queries.ledger import AgreementLedger
from upheld.money.queries.pages import CustomerProfit, ProfitPage
from upheld.money.queries.shares import in_words
from upheld.money.rules.commission import Base, Part
from upheld.money.rules.profit import ProfitStatement

Id = Annotated[int, Field(ge=1, le=2**62)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Minor = Annotated[int, Field(ge=0, le=10**15)]
Months = Annotated[str, Field(max_length=7)]
Place = Annotated[int, Field(ge=0, le=10**9)]
Most = Annotated[int, Field(ge=1, le=500)]


class StatementOut(Schema):
    """A true profit in minor units; effort in seconds, shares in parts per million."""

    currency: str
    revenue_minor: int
    cost_minor: int
    profit_minor: int
    margin_ppm: int | None
    effective_hourly_minor: int | None
    seconds: int
    seconds_without_rate: int
    items: dict[str, int]

    @classmethod
    def of(cls, one: ProfitStatement) -> StatementOut:
        """Shape a statement."""
        return cls(
            currency=one.revenue.currency,
            revenue_minor=one.revenue.minor,
            cost_minor=one.cost.minor,
            profit_minor=one.profit.minor,
            margin_ppm=None if one.margin is None else one.margin.ppm,
            effective_hourly_minor=one.effective_hourly.minor if one.effective_hourly else None,
            seconds=one.seconds,
            seconds_without_rate=one.seconds_without_rate,
            items={str(item): amount.minor for item, amount in one.by_item},
        )


class CustomerProfitOut(Schema):
    """A customer with what is left of them."""

    customer: int
    name: str
    statement: StatementOut

    @classmethod
    def of(cls, one: CustomerProfit) -> CustomerProfitOut:
        """Shape a line of the page."""
        return cls(
            customer=one.company.number,
            name=one.company.name,
            statement=StatementOut.of(one.statement),
        )


class CauseOut(Schema):
    """One piece of work with what it cost."""

    title: str
    kind: str
    counted_as: str
    seconds: int
    seconds_without_rate: int
    cost_minor: int


class ProfitOut(Schema):
    """A profit over some days, and the pieces of work behind it, the dearest first."""

    start: date
    end: date
    statement: StatementOut
    causes: list[CauseOut]

    @classmethod
    def of(cls, page: ProfitPage) -> ProfitOut:
        """Shape a page of profit."""
        return cls(
            start=page.days.start,
            end=page.days.end,
            statement=StatementOut.of(page.statement),
            causes=[
                CauseOut(
                    title=one.title,
                    kind=one.kind,
                    counted_as=one.item,
                    seconds=one.seconds,
                    seconds_without_rate=one.unrated_seconds,
                    cost_minor=one.cost.minor,
                )
                for one in page.causes
            ],
        )


class LedgerOut(Schema):
    """An agreement reconciled, in minor units."""

    agreement: int
    customer: int
    currency: str
    contract_minor: int
    added_minor: int
    lost_minor: int
    earned_minor: int
    to_come_minor: int
    ready_minor: int
    billed_minor: int
    unbilled_minor: int
    deferred_minor: int

    @classmethod
    def of(cls, one: AgreementLedger) -> LedgerOut:
        """Shape one agreement's ledger."""
        return cls(
            agreement=one.agreement.number,
            customer=one.agreement.company.number,
            currency=one.contract.currency,
            contract_minor=one.contract.minor,
            added_minor=one.added.minor,
            lost_minor=one.lost.minor,
            earned_minor=one.earned.minor,
            to_come_minor=one.to_come.minor,
            ready_minor=one.ready.minor,
            billed_minor=one.billed.minor,
            unbilled_minor=one.unbilled.minor,
            deferred_minor=one.deferred.minor,
        )


class InvoiceLineOut(Schema):
    """An invoice line."""

    id: int
    words: str
    customer: int
    amount_minor: int
    currency: str
    ready_on: date
    month: date | None
    billed_at: datetime | None

    @classmethod
    def of(cls, one: InvoiceLine) -> InvoiceLineOut:
        """Shape a line."""
        return cls(
            id=one.pk,
            words=one.words,
            customer=one.company.number,
            amount_minor=one.amount_minor,
            currency=one.currency,
            ready_on=one.ready_on,
            month=one.month,
            billed_at=one.billed_at,
        )


class EarnedOut(Schema):
    """What one acceptance earned."""

    title: str
    customer: int
    amount_minor: int
    currency: str
    earned_on: date

    @classmethod
    def of(cls, one: EarnedRevenue) -> EarnedOut:
        """Shape one acceptance."""
        return cls(
            title=one.source_title,
            customer=one.company.number,
            amount_minor=one.amount_minor,
            currency=one.currency,
            earned_on=one.earned_on,
        )


class ShareOut(Schema):
    """What one person shares of one signature."""

    source: str
    person: str
    rule: str
    how: str
    amount_minor: int
    currency: str
    accrued_on: date

    @classmethod
    def of(cls, one: CommissionAccrual) -> ShareOut:
        """Shape a share."""
        return cls(
            source=one.source_title,
            person=one.person.name,
            rule=one.rule.key,
            how=one.how,
            amount_minor=one.amount_minor,
            currency=one.currency,
            accrued_on=one.accrued_on,
        )


class RuleOut(Schema):
    """A rule of commission in words, and whether it holds today."""

    key: str
    title: str
    part: str
    pays: str
    from_on: date
    holds: bool

    @classmethod
    def of(cls, row: CommissionRule, *, holds: bool) -> RuleOut:
        """Shape a rule."""
        return cls(
            key=row.key,
            title=row.title,
            part=row.part,
            pays=in_words(row),
            from_on=row.from_on,
            holds=holds,
        )


class MySharesOut(Schema):
    """The caller's own shares, and the rules for everybody."""

    this_year_minor: int
    ever_minor: int
    shares: list[ShareOut]
    rules: list[RuleOut]


class RuleIn(Schema):
    """A rule of commission from a day on."""

    key: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]
    title: Annotated[str, Field(min_length=1, max_length=150)]
    part: Part
    base: Base
    rate_ppm: Annotated[int, Field(ge=0, le=WHOLE)] = 0
    months: Annotated[int, Field(ge=0, le=60)] = 0
    flat_minor: Minor | None = None
    from_on: date


class MonthIn(Schema):
    """A month, by any of its days."""

    month: date


class CountOut(Schema):
    """How many were changed."""

    count: int


class LinesIn(Schema):
    """Invoice lines by id."""

    lines: Annotated[list[Id], Field(min_length=1, max_length=500)]
