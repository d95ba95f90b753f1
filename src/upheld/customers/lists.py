"""The customers' lists."""

from __future__ import annotations

from django.urls import reverse

from upheld.customers.models import Company, Standing
from upheld.foundation.lists import (
    ByChoice,
    ByNumber,
    ByPerson,
    ByRow,
    ByText,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)

TONES = {Standing.CUSTOMER: "good", Standing.PROSPECT: "info", Standing.FORMER: "neutral"}

COMPANIES: ListOf[Company] = ListOf(
    key="companies",
    title="Customers",
    noun="company",
    nouns="companies",
    route="customers",
    url=lambda company: reverse("customer", args=[company.number]),
    order="name",
    about="Everybody you sell to or serve, and how each wants to be dealt with.",
    example="Brightwater Dental, 45 people, three sites; do not ring before ten.",
    columns=(
        ListColumn("name", "Name", lambda c: c.name, sort="name", link=True, hint=lambda c: c.does),
        ListColumn(
            "standing",
            "Standing",
            lambda c: Pill(Standing(c.standing).label, TONES[Standing(c.standing)]),
            Kind.STATUS,
            sort="standing",
        ),
        ListColumn("industry", "Industry", lambda c: c.industry, sort="industry"),
        ListColumn("headcount", "Headcount", lambda c: c.headcount, Kind.NUMBER, sort="headcount"),
        ListColumn("devices", "Devices", lambda c: c.devices, Kind.NUMBER, shown=False),
        ListColumn("country", "Country", lambda c: c.country, shown=False),
        ListColumn(
            "owner", "Looked after by", lambda c: c.owner.name if c.owner else "", Kind.PERSON
        ),
        ListColumn("since", "Since", lambda c: c.since_on, Kind.DAY, sort="since_on"),
        ListColumn("number", "No.", lambda c: c.number, Kind.NUMBER, sort="number", shown=False),
    ),
    filters=(
        ByText("name", "does", "industry"),
        ByChoice("standing", "Standing", "standing", choices=Standing.choices),
        ByPerson("owner", "Looked after by", "owner_id"),
        ByNumber("headcount", "Headcount", "headcount"),
    ),
)


def by_customer(key: str = "customer") -> ByRow:
    """Give the filter of a list whose rows are a customer's; `key` stands in its addresses."""
    return ByRow(key, "Customer", "company_id", name_of=_name_of)


def _name_of(pk: int) -> str | None:
    return Company.objects.filter(pk=pk).values_list("name", flat=True).first()
