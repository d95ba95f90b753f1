"""Where companies, contacts, people and products of other systems go in our tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from upheld.connections.rules.fitting import Placed, begin
from upheld.connections.rules.placing_work import place_deal, place_ticket, place_time
from upheld.connections.rules.records import (
    CompanyRecord,
    ContactRecord,
    PersonRecord,
    ProductRecord,
)
from upheld.foundation.values.currencies import PLACES

_ADDRESS = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]{2,}")
_LONGEST_ADDRESS = 254
SALES_WORDS = ("sales", "account executive", "account manager", "seller")


def place_company(record: CompanyRecord, currency: str) -> Placed:
    """Place a company; `currency` is the provider's, in which revenue is kept."""
    placed = begin(record)
    placed.text("name", record.name, 200)
    placed.text("industry", record.sector, 80, "sector")
    placed.text("country", record.country, 60)
    placed.text("website", record.website, 200)
    placed.whole("headcount", record.headcount)
    placed.values["revenue_minor"] = None
    if record.annual_revenue is not None:
        if record.currency == currency:
            placed.whole("revenue_minor", record.annual_revenue, "big")
        else:
            placed.keep(annual_revenue=written(record.annual_revenue, record.currency))
    placed.keep(
        street=record.street, city=record.city, postcode=record.postcode, phone=record.phone,
        founded_year=record.founded_year, parent=record.parent,
    )  # fmt: skip
    placed.refer("parent", record.parent)
    return placed


def place_contact(record: ContactRecord, _currency: str) -> Placed:
    """Place somebody at a company."""
    placed = begin(record)
    placed.text("name", record.name, 150)
    placed.text("phone", record.phone, 40)
    placed.text("title", record.job_title, 100, "job_title")
    _place_address(placed, record.email)
    placed.refer("company", record.company)
    return placed


def place_person(record: PersonRecord, _currency: str) -> Placed:
    """Place somebody of the staff, without a sign-in: that is given by a person, not by a file."""
    placed = begin(record)
    placed.text("name", record.name, 150)
    placed.text("title", record.job_title, 100, "job_title")
    _place_address(placed, record.email)
    placed.values["hired_on"] = record.joined_on
    placed.keep(team=record.team, manager=record.manager)
    placed.at_first["active"] = record.active is not False
    if record.active is not None:
        placed.keep(active="yes" if record.active else "no")
    words = f"{record.job_title or ''}".casefold()
    is_sales = any(word in words for word in SALES_WORDS)
    placed.at_first["role"] = "salesperson" if is_sales else "technician"
    placed.refer("team", record.team)
    placed.refer("manager", record.manager)
    return placed


def place_product(record: ProductRecord, _currency: str) -> Placed:
    """Keep a product, which serves to explain deals."""
    placed = begin(record)
    placed.keep(name=record.name, series=record.series)
    if record.price is not None:
        placed.keep(price=written(record.price, record.currency))
    return placed


def written(minor: int, currency: str) -> str:
    """Write an amount of minor units as text: 1250, EUR is 12.50 EUR."""
    places = PLACES.get(currency, 2)
    whole, part = divmod(abs(minor), 10**places)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}{f'.{part:0{places}d}' if places else ''} {currency}"


def _place_address(placed: Placed, email: str | None) -> None:
    address = (email or "").strip()
    if address and (len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address)):
        placed.note("no_address", "What stands there is no mail address.", "email")
        placed.keep(email=address)
        address = ""
    placed.values["email"] = address.lower()


PLACES_OF: Mapping[str, Callable[..., Placed]] = {
    "companies": place_company,
    "contacts": place_contact,
    "people": place_person,
    "products": place_product,
    "deals": place_deal,
    "tickets": place_ticket,
    "ticket-events": place_ticket,
    "time": place_time,
}
"""How a record of each kind is placed: `(record, the provider's currency)`."""

STORED_AS: Mapping[str, str] = {"ticket-events": "tickets"}
"""Kinds whose records are the same as another's: a log of events tells of tickets."""
