"""A small company to walk through: people with hours, pay and functions, and what it sells.

Run as a program beside the server, in the server's own environment; it calls the operations that
everybody else calls. What the walk itself is about is left to the browser.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

BEGIN = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
"""When the walk begins: a Monday morning, so that it takes the same way on every day."""
FOUNDED = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
HOUR = 3600
KEPT, BROKEN = 13, 10
"""Promises of the last weeks: too few kept for what marketing would like to say."""

if TYPE_CHECKING:
    from upheld.demo.cast import Company

WEEK = {str(day): [["08:30", "17:00"]] for day in range(5)}
FUNCTIONS = {
    "onsite": "sam", "service_desk": "sam", "projects": "joan", "security": "dana",
    "legal": "felix", "finance": "felix", "deal_desk": "ana", "owner": "ana",
}  # fmt: skip
SALARIES = {
    "ana": 88_000, "sam": 56_000, "joan": 54_000, "lena": 42_000, "marek": 51_000,
    "dana": 46_000, "theo": 34_000, "priya": 41_000, "felix": 45_000,
}  # fmt: skip
ONSITE = (
    "An engineer visits on site on working days when a request cannot be solved remotely, no "
    "later than the next working day."
)


def furnish() -> None:
    """Found the company as it stands when the walk begins."""
    from upheld.demo.cast import CAST, PASSWORD, found_company
    from upheld.foundation.tenancy.scope import open_provider
    from upheld.people.roles import Role

    joan = ("joan", "Joan Pierce", Role.SERVICE_MANAGER, "Projects manager")
    company = found_company(
        "Northgate IT", "northgate", owner=("ana", "Ana Silva"), cast=(*CAST, joan), at=FOUNDED,
        password=PASSWORD,
    )  # fmt: skip
    with open_provider(company.provider.pk):
        _people(company)
        _library(company)
        _shares(company)
        _customer(company)
        _past(company)


def _people(company: Company) -> None:
    from upheld.demo.cast import actor_of_person
    from upheld.desk.operations.service_levels import set_service_level
    from upheld.foundation.values.money import Money
    from upheld.people.operations.functions import give_function
    from upheld.people.operations.pay import set_pay
    from upheld.people.operations.working_time import set_schedule

    ana: dict[str, Any] = {"by": company.ana, "at": FOUNDED}
    office = set_schedule(name="Office", zone="Europe/London", hours=WEEK, is_default=True, **ana)
    set_service_level(
        name="Standard", schedule=office, first_response=dict.fromkeys(range(1, 5), HOUR),
        resolution=dict.fromkeys(range(1, 5), 8 * HOUR), **ana,
    )  # fmt: skip
    for function, handle in FUNCTIONS.items():
        give_function(person=company.people[handle], function=function, **ana)
    for handle, salary in SALARIES.items():
        set_pay(
            person=company.people[handle], from_on=date(2025, 1, 1), salary=Money.of(salary, "GBP"),
            employer_taxes=Money.of(salary // 8, "GBP"), benefits=Money.of(2_600, "GBP"),
            overhead=Money.of(9_400, "GBP"), available_seconds=1_610 * HOUR, by=company.felix,
            at=FOUNDED,
        )  # fmt: skip
    company.actors.update(
        {handle: actor_of_person(person) for handle, person in company.people.items()}
    )


def _library(company: Company) -> None:
    from upheld.agreements.operations.library import list_service, word_clause
    from upheld.agreements.rules.pricing import LineKind
    from upheld.foundation.values.money import Money

    ana: dict[str, Any] = {"by": company.ana, "at": FOUNDED}
    for key, title, unit, price, cost, function in (
        ("desk", "Service desk, per person", LineKind.MONTHLY, 42, 19, "service_desk"),
        ("project", "Project work", LineKind.ONE_OFF, 1_000, 560, "projects"),
    ):
        list_service(
            key=key, title=title, unit=unit, list_price=Money.of(price, "GBP"),
            cost=Money.of(cost, "GBP"), function=function, **ana,
        )  # fmt: skip
    word_clause(key="onsite", title="Visits on site", function="onsite", text=ONSITE, **ana)
    word_clause(
        key="payment", title="Payment", function="finance", **ana,
        text="Recurring fees are invoiced on the first day of the month and are payable within "
        "30 days. One-off fees are invoiced when the deliverable is accepted.",
    )  # fmt: skip


def _shares(company: Company) -> None:
    from upheld.foundation.values.money import Money
    from upheld.foundation.values.rate import Rate
    from upheld.money.operations.booking import set_commission_rule
    from upheld.money.rules.commission import Base, CommissionRule, Part

    day = FOUNDED.date()
    rules = {
        "One month of what recurs, for the seller": CommissionRule(
            key="seller", part=Part.SELLER, base=Base.MONTHLY, from_day=day,
            rate=Rate.percent(100), months=1, flat=None,
        ),
        "A fifth of a month, for the sales engineer": CommissionRule(
            key="engineer", part=Part.ENGINEER, base=Base.MONTHLY, from_day=day,
            rate=Rate.percent(20), months=1, flat=None,
        ),
        "A finder's fee": CommissionRule(
            key="finder", part=Part.FINDER, base=Base.FLAT, from_day=day, rate=Rate(0), months=0,
            flat=Money.of(250, "GBP"),
        ),
    }  # fmt: skip
    for title, rule in rules.items():
        set_commission_rule(rule=rule, title=title, currency="GBP", by=company.felix, at=FOUNDED)


def _customer(company: Company) -> None:
    from upheld.customers.operations.companies import add_company, add_house_rule
    from upheld.customers.operations.contacts import add_contact, invite_contact

    lena: dict[str, Any] = {"by": company.lena, "at": BEGIN - timedelta(days=5)}
    birch = add_company(
        name="Birch Dental", does="Dental practice in two houses", industry="Dental",
        headcount=24, devices=30, country="United Kingdom", owner=company.people["lena"], **lena,
    )  # fmt: skip
    carla = add_contact(
        company=birch, name="Carla Birch", email="carla@birch.example", title="Practice manager",
        technical=2, part="decider", may_sign=True, **lena,
    )  # fmt: skip
    add_house_rule(
        company=birch, words="Do not come before ten", told_by="Carla Birch", champion=carla,
        hours={str(day): [["00:00", "10:00"]] for day in range(7)}, means=("meeting",), **lena,
    )  # fmt: skip
    invite_contact(contact=carla, **lena)


def _past(company: Company) -> None:
    """Let promises of the last weeks be kept and broken, so that the figures can say something."""
    from upheld.promises.models import Source
    from upheld.promises.operations.offering import agree_promise, offer_promise
    from upheld.promises.operations.settling import break_promise, keep_promise

    dana = company.people["dana"]
    for index in range(KEPT + BROKEN):
        said = BEGIN - timedelta(days=27 - index)
        mine: dict[str, Any] = {"by": company.dana, "at": said}
        promise = offer_promise(
            words=f"Report {index + 1} is in the shared folder", source=Source.MEETING, owner=dana,
            due_at=said + timedelta(days=2), **mine,
        )  # fmt: skip
        agree_promise(promise=promise, owner=dana, **mine)
        mine["at"] = said + timedelta(days=1)
        if index < KEPT:
            keep_promise(promise=promise, shown="It lies there.", **mine)
        else:
            break_promise(promise=promise, reason="Nobody had the figures.", **mine)


if __name__ == "__main__":
    import django

    django.setup()
    furnish()
