"""The lists of money: lines to bill, what was earned, bookings, and what is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.foundation.lists import (
    ByDays,
    ByNumber,
    ByPerson,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.foundation.lists.declare import Bulk
from upheld.foundation.values.money import Money
from upheld.money.may import May
from upheld.money.models import Booking, CommissionAccrual, EarnedRevenue, InvoiceLine

if TYPE_CHECKING:
    from upheld.agreements.models import Agreement


def agreement_url(agreement: Agreement | None) -> str:
    """Give the address of an agreement; nothing where there is none."""
    return reverse("agreement", args=[agreement.number]) if agreement else ""


def billed_pill(line: InvoiceLine) -> Pill:
    """Say whether a line was billed."""
    return Pill("Billed", "good") if line.billed_at else Pill("Ready", "accent")


INVOICE_LINES: ListOf[InvoiceLine] = ListOf(
    key="invoice-lines",
    title="Invoice lines",
    noun="line",
    route="invoice-lines",
    url=lambda line: agreement_url(line.agreement),
    order="-ready_on",
    opens_with="billed=no",
    about="What may be put on an invoice: accepted work, and what recurs, month by month.",
    example="Managed workplace, October 2026, to Acme; ready since the first.",
    columns=(
        ListColumn("words", "For", lambda i: i.words, link=True, hint=lambda i: i.company.name),
        ListColumn("ready", "Ready since", lambda i: i.ready_on, Kind.DAY, sort="ready_on"),
        ListColumn("state", "State", billed_pill, Kind.STATUS),
        ListColumn("billed", "Billed", lambda i: i.billed_at, Kind.DAY, sort="billed_at",
                   shown=False),
        ListColumn("amount", "Amount", lambda i: i.amount, Kind.MONEY, sort="amount_minor"),
    ),
    filters=(
        ByText("words", "company__name"),
        ByYesNo("billed", "Billed", Q(billed_at__isnull=False)),
        ByDays("ready", "Ready", "ready_on"),
        by_customer(),
        ByNumber("amount", "Amount", "amount_minor", Kind.MONEY),
    ),
    bulk=(Bulk("Mark as billed", "invoice-lines-bill", May.BILL, "check"),),
)  # fmt: skip

EARNED: ListOf[EarnedRevenue] = ListOf(
    key="earned-revenue",
    title="Earned once",
    noun="acceptance",
    route="earned-revenue",
    url=lambda one: agreement_url(one.agreement),
    order="-earned_on",
    about="What acceptance earned, each traced to what was accepted. What recurs is earned by day.",
    example="Mail of 20 people moved: 1,500.00, earned on 29 May, when Acme signed it off.",
    columns=(
        ListColumn("title", "For", lambda e: e.source_title, link=True,
                   hint=lambda e: e.company.name),
        ListColumn("earned", "Earned", lambda e: e.earned_on, Kind.DAY, sort="earned_on"),
        ListColumn("amount", "Amount", lambda e: Money(e.amount_minor, e.currency), Kind.MONEY,
                   sort="amount_minor"),
    ),
    filters=(
        ByText("source_title", "company__name"),
        ByDays("earned", "Earned", "earned_on"),
        by_customer(),
    ),
)  # fmt: skip

BOOKINGS: ListOf[Booking] = ListOf(
    key="bookings",
    title="Bookings",
    noun="booking",
    route="bookings",
    url=lambda one: agreement_url(one.agreement),
    order="-booked_on",
    about="What each signature was worth on its day. A booking is not revenue.",
    example="Workplaces for Acme: 4,000.00 once and 1,200.00 a month for 24 months.",
    columns=(
        ListColumn("title", "Signed", lambda b: b.agreement.title, link=True,
                   hint=lambda b: b.company.name),
        ListColumn("booked", "On", lambda b: b.booked_on, Kind.DAY, sort="booked_on"),
        ListColumn("once", "Once", lambda b: Money(b.one_off_minor, b.currency), Kind.MONEY,
                   sort="one_off_minor"),
        ListColumn("monthly", "A month", lambda b: Money(b.monthly_minor, b.currency), Kind.MONEY,
                   sort="monthly_minor"),
        ListColumn("contract", "Whole term", lambda b: Money(b.contract_minor, b.currency),
                   Kind.MONEY, sort="contract_minor"),
    ),
    filters=(
        ByText("agreement__title", "company__name"),
        ByDays("booked", "Booked", "booked_on"),
        by_customer(),
    ),
)  # fmt: skip

COMMISSIONS: ListOf[CommissionAccrual] = ListOf(
    key="commissions",
    title="Commission",
    noun="share",
    route="commissions",
    url=lambda _one: "",
    order="-accrued_on",
    about="Who shares in which signature, by which rule, and how the sum came about.",
    example="Marek, sales engineer: a fifth of a month of what Acme pays every month.",
    columns=(
        ListColumn("source", "Signature", lambda c: c.source_title, hint=lambda c: c.how),
        ListColumn("person", "Who", lambda c: c.person.name, Kind.PERSON, sort="person__name"),
        ListColumn("rule", "Rule", lambda c: c.rule.title, wide_only=True),
        ListColumn("accrued", "Since", lambda c: c.accrued_on, Kind.DAY, sort="accrued_on"),
        ListColumn("amount", "Share", lambda c: c.amount, Kind.MONEY, sort="amount_minor"),
    ),
    filters=(
        ByText("source_title"),
        ByPerson("person", "Who", "person_id"),
        ByDays("accrued", "Since", "accrued_on"),
    ),
)  # fmt: skip
