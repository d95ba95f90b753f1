"""What is sold at which price, and the clauses that the company stands by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.operations.library import list_service, word_clause
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.money import Money

if TYPE_CHECKING:
    from upheld.demo.teller import Teller

SERVICES = (
    ("desk", "Service desk, per person", LineKind.MONTHLY, 34, 19, "service_desk"),
    ("devices", "Device care, per device", LineKind.MONTHLY, 9, 4, "service_desk"),
    ("backup", "Off-site backup, per server", LineKind.MONTHLY, 85, 38, "projects"),
    ("guard", "Mail and device protection, per person", LineKind.MONTHLY, 6, 3, "security"),
    ("project", "Project work", LineKind.ONE_OFF, 1_000, 560, "projects"),
    ("hour", "Engineer, by the hour", LineKind.HOURS, 95, 52, "service_desk"),
)

CLAUSES = (
    (
        "hours", "Service hours", "service_desk",
        ("The service desk answers from 08:00 to 18:00 on working days. Outside these hours "
        "critical requests are taken by telephone and answered on the next working day."),
    ),
    (
        "onsite", "Visits on site", "onsite",
        ("An engineer visits on site on working days when a request cannot be solved remotely, "
        "no later than the next working day."),
    ),
    (
        "liability", "Liability", "legal",
        ("Each party is liable for direct loss up to the fees of the twelve months before the "
        "event. Neither party is liable for lost profit."),
    ),
    (
        "payment", "Payment", "finance",
        ("Recurring fees are invoiced on the first day of the month and are payable within "
        "30 days. One-off fees are invoiced when the deliverable is accepted."),
    ),
    (
        "ending", "Ending the agreement", "legal",
        ("After the first term either party may end the agreement with 90 days of notice to the "
        "end of a month."),
    ),
    (
        "data", "Data protection", "security",
        ("Personal data is processed on the customer's written instruction alone and returned or "
        "deleted within 30 days of the end of the agreement."),
    ),
)  # fmt: skip


def tell(teller: Teller) -> None:
    """List the services and word the clauses."""
    at, owner = teller.at(teller.begin), teller.by("ana")
    currency = teller.provider.currency
    with open_provider(teller.provider.pk):
        for key, title, unit, price, cost, function in SERVICES:
            list_service(
                key=key,
                title=title,
                unit=unit,
                list_price=Money.of(price, currency),
                cost=Money.of(cost, currency),
                function=function,
                by=owner,
                at=at,
            )
        for key, title, function, text in CLAUSES:
            word_clause(key=key, title=title, function=function, text=text, by=owner, at=at)
