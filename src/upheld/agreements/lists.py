"""The lists of proposals, agreements and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.agreements.may import May
from upheld.agreements.models import Agreement, Proposal, Service
from upheld.agreements.models.agreement import AgreementState
from upheld.agreements.models.proposal import STATES
from upheld.agreements.queries.proposals import TONES
from upheld.agreements.rules.proposals import ProposalState
from upheld.customers.lists import by_customer
from upheld.foundation.lists import (
    ByChoice,
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
from upheld.foundation.values.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Mapping[str, str] = {"one_off": "once", "monthly": "a month", "hours": "an hour"}


def _state_pill(proposal: Proposal) -> Pill:
    return Pill(proposal.get_state_display(), TONES[ProposalState(proposal.state)])


PROPOSALS: ListOf[Proposal] = ListOf(
    key="proposals",
    title="Proposals",
    noun="proposal",
    route="proposals",
    url=lambda one: reverse("proposal", args=[one.number]),
    order="-number",
    about="What is being offered, what is on the table, and what was signed. Begin one on a deal.",
    example="Acme, managed workplaces: sent on Monday, opened twice, valid until Friday.",
    columns=(
        ListColumn("number", "No.", lambda p: p.number, Kind.NUMBER, sort="number"),
        ListColumn(
            "title", "Proposal", lambda p: p.title, link=True, hint=lambda p: p.company.name
        ),
        ListColumn("state", "Standing", _state_pill, Kind.STATUS, sort="state"),
        ListColumn("sent", "Version", lambda p: p.sent_version or "", Kind.NUMBER),
        ListColumn("valid", "Valid until", lambda p: p.valid_until, Kind.DAY, sort="valid_until"),
        ListColumn("deal", "Deal", lambda p: p.deal.title, wide_only=True),
        ListColumn("by", "Written by", lambda p: p.written_by.name, Kind.PERSON),
        ListColumn(
            "written", "Begun", lambda p: p.written_at, Kind.DAY, sort="written_at", shown=False
        ),
    ),
    filters=(
        ByText("title", "company__name", "deal__title"),
        ByChoice("state", "Standing", "state", choices=STATES),
        ByPerson("by", "Written by", "written_by_id"),
        ByPerson("seller", "Seller", "deal__owner_id"),
        ByDays("valid", "Valid until", "valid_until"),
        ByDays("written", "Begun", "written_at"),
        ByYesNo("table", "On the table", Q(state__in=["sent", "opened"])),
        by_customer("company"),
    ),
)  # fmt: skip

AGREEMENTS: ListOf[Agreement] = ListOf(
    key="agreements",
    title="Agreements",
    noun="agreement",
    route="agreements",
    url=lambda one: reverse("agreement", args=[one.number]),
    order="-number",
    about="What customers have signed, each with its sealed document and its receipt.",
    example="Acme, managed workplaces: from 1 May for 24 months, £1,200 a month.",
    columns=(
        ListColumn("number", "No.", lambda a: a.number, Kind.NUMBER, sort="number"),
        ListColumn(
            "title", "Agreement", lambda a: a.title, link=True, hint=lambda a: a.company.name
        ),
        ListColumn("state", "Standing", lambda a: a.get_state_display()),
        ListColumn("starts", "Begins", lambda a: a.starts_on, Kind.DAY, sort="starts_on"),
        ListColumn("ends", "Ends", lambda a: a.ends_on, Kind.DAY, sort="ends_on"),
        ListColumn("one_off", "Once", lambda a: a.one_off, Kind.MONEY, sort="one_off_minor"),
        ListColumn("monthly", "A month", lambda a: a.monthly, Kind.MONEY, sort="monthly_minor"),
        ListColumn(
            "seller", "Sold by", lambda a: a.seller.name if a.seller else "", Kind.PERSON,
            shown=False,
        ),
    ),
    filters=(
        ByText("title", "company__name"),
        ByChoice("state", "Standing", "state", choices=AgreementState.choices),
        ByDays("starts", "Begins", "starts_on"),
        ByDays("ends", "Ends", "ends_on"),
        ByNumber("monthly", "A month", "monthly_minor", Kind.MONEY),
        ByPerson("seller", "Sold by", "seller_id"),
        by_customer("company"),
    ),
)  # fmt: skip

SERVICES: ListOf[Service] = ListOf(
    key="services",
    title="Services",
    noun="service",
    route="services",
    url=lambda one: reverse("service", args=[one.key]),
    order="title",
    opens_with="offered=yes",
    about="What is sold at which list price; a proposal's line begins with one of these.",
    example="Managed workplace, £60.00 a month.",
    columns=(
        ListColumn("title", "Service", lambda s: s.title, sort="title", link=True,
                   hint=lambda s: s.key),
        ListColumn("price", "List price", lambda s: s.list_price, Kind.MONEY, sort="list_minor"),
        ListColumn("unit", "Charged", lambda s: UNITS.get(s.unit, s.unit)),
        ListColumn(
            "cost", "Costs us",
            lambda s: None if s.cost_minor is None else Money(s.cost_minor, s.currency),
            Kind.MONEY, may=May.SEE_MARGIN,
        ),
        ListColumn("function", "Delivered by", lambda s: s.function.replace("_", " ")),
    ),
    filters=(
        ByText("title", "key"),
        ByYesNo("offered", "Offered", Q(retired_at__isnull=True)),
    ),
)  # fmt: skip
