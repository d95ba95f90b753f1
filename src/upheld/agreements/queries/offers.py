"""What was sent, as its reader sees it: the version's own words, with money and days as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from upheld.agreements.documents.paper import level_words, quantity_words, silence_words
from upheld.agreements.queries.content import read_offer
from upheld.agreements.queries.proposals import EVIDENCE_KINDS
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.values.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.agreements.models import ProposalVersion


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line; `net` is for one month where it recurs."""

    title: str
    quantity: str
    monthly: bool
    listed: Money
    net: Money
    discount_ppm: int


@dataclass(frozen=True, slots=True)
class OfferDeliverable:
    """One piece of work that is promised."""

    title: str
    criterion: str
    evidence: str
    starts_on: date | None
    due_on: date | None
    price: Money


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A sent version as people read it. `is_over` when its last day has passed."""

    version: ProposalVersion
    number: int
    title: str
    intro: str
    provider: str
    customer: str
    signer: str
    months: int
    starts_on: date | None
    valid_until: date | None
    silence: str
    one_off: Money
    monthly: Money
    contract: Money
    saved: Money
    lines: tuple[OfferLine, ...]
    deliverables: tuple[OfferDeliverable, ...]
    terms: tuple[Mapping[str, Any], ...]
    claims: tuple[Mapping[str, Any], ...]
    service_level: tuple[str, ...]
    is_over: bool


def offer_page(version: ProposalVersion, at: datetime) -> OfferPage:
    """Read a sent version for its reader; no query."""
    said = read_offer(version)
    currency, price = said["currency"], said["price"]
    contract = Money(price["contract_minor"], currency)
    return OfferPage(
        version=version,
        number=said["number"],
        title=said["title"],
        intro=said["intro"],
        provider=said["provider"]["name"],
        customer=said["customer"]["name"],
        signer=said["signer"]["name"],
        months=said["months"],
        starts_on=_day(said["starts_on"]),
        valid_until=_day(said["valid_until"]),
        silence=silence_words(said["sign_off"]),
        one_off=Money(price["one_off_minor"], currency),
        monthly=Money(price["monthly_minor"], currency),
        contract=contract,
        saved=Money(price["list_minor"], currency) - contract,
        lines=tuple(_line(one, currency) for one in said["lines"]),
        deliverables=tuple(_deliverable(one, currency) for one in said["deliverables"]),
        terms=tuple(said["terms"]),
        claims=tuple(said["claims"]),
        service_level=tuple(level_words(said.get("service_level"))),
        is_over=at >= version.expires_at,
    )


def _line(one: Mapping[str, Any], currency: str) -> OfferLine:
    return OfferLine(
        title=one["title"],
        quantity=quantity_words(one),
        monthly=one["kind"] == LineKind.MONTHLY,
        listed=Money(one["listed_minor"], currency),
        net=Money(one["net_minor"], currency),
        discount_ppm=one["discount_ppm"],
    )


def _deliverable(one: Mapping[str, Any], currency: str) -> OfferDeliverable:
    return OfferDeliverable(
        title=one["title"],
        criterion=one["criterion"],
        evidence=dict(EVIDENCE_KINDS).get(one["evidence_kind"], one["evidence_kind"]),
        starts_on=_day(one["starts_on"]),
        due_on=_day(one["due_on"]),
        price=Money(one["price_minor"], currency),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
