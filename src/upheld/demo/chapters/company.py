"""The company: a dozen people, what they cost, when they work, and what each answers for."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from upheld.demo.cast import CAST, PASSWORD, actor_of_person, found_company
from upheld.demo.teller import STORY_DAYS, Teller
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.money import Money
from upheld.people.operations.functions import give_function
from upheld.people.operations.pay import set_pay
from upheld.people.operations.working_time import enter_leave, set_schedule
from upheld.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

MORE = (
    ("ravi", "Ravi Anand", Role.SALESPERSON, "Account executive"),
    ("aisha", "Aisha Bello", Role.TECHNICIAN, "Technician"),
    ("luca", "Luca Ferri", Role.TECHNICIAN, "Field technician"),
    ("joan", "Joan Pierce", Role.SERVICE_MANAGER, "Projects manager"),
)
"""Who works here besides the fixed cast and the owner: twelve people in all."""

SALARIES = {
    "ana": 88_000,
    "sam": 56_000,
    "joan": 54_000,
    "lena": 42_000,
    "ravi": 39_000,
    "marek": 51_000,
    "dana": 46_000,
    "theo": 34_000,
    "aisha": 36_000,
    "luca": 33_000,
    "priya": 41_000,
    "felix": 45_000,
}
"""Yearly, in pounds, at the beginning of the story."""

FUNCTIONS = (
    ("onsite", "sam", 0), ("onsite", "joan", 1),
    ("service_desk", "sam", 0), ("service_desk", "joan", 1),
    ("projects", "joan", 0), ("projects", "dana", 1), ("projects", "sam", 2),
    ("security", "dana", 0), ("security", "sam", 1),
    ("legal", "felix", 0), ("legal", "ana", 1),
    ("finance", "felix", 0), ("finance", "ana", 1), ("sales", "lena", 0),
    ("deal_desk", "sam", 0), ("deal_desk", "ana", 1),
    ("owner", "ana", 0),
)  # fmt: skip

AVAILABLE_HOURS = 1_610


def found(name: str, slug: str, now: datetime, seed: int, say: Callable[[str], None]) -> Teller:
    """Found the company as it was when the story began, with everybody's sign-in."""
    start = now - timedelta(days=STORY_DAYS + 30)
    company = found_company(
        name, slug, owner=("ana", "Ana Silva"), cast=CAST + MORE, at=start, password=PASSWORD
    )
    return Teller(
        provider=company.provider,
        people=company.people,
        actors=company.actors,
        now=now,
        rng=random.Random(seed),  # noqa: S311  a story, not a secret
        say=say,
    )


def tell(teller: Teller) -> None:
    """Give everybody hours, a cost and something to answer for."""
    with open_provider(teller.provider.pk):
        _hours(teller)
        _functions(teller)
        _pay(teller)
        _leave(teller)
        teller.actors.update(
            {handle: actor_of_person(person) for handle, person in teller.people.items()}
        )


def _hours(teller: Teller) -> None:
    desk = {str(day): [["08:00", "18:00"]] for day in range(5)}
    everybody = {str(day): [["08:30", "17:00"]] for day in range(5)}
    owner, at = teller.by("ana"), teller.at(teller.begin)
    for name, hours, first in (("Office", everybody, True), ("Service desk", desk, False)):
        set_schedule(
            name=name, zone=teller.provider.zone, hours=hours, is_default=first, by=owner, at=at
        )


def _functions(teller: Teller) -> None:
    at = teller.at(teller.begin)
    for function, handle, rank in FUNCTIONS:
        give_function(
            person=teller.person(handle), function=function, rank=rank, by=teller.by("ana"), at=at
        )


def _pay(teller: Teller) -> None:
    """Enter pay from the beginning, a rise last spring, and one person who is forgotten: truth
    about missing rates needs one.
    """
    for handle, salary in SALARIES.items():
        _set_pay(teller, handle, salary, teller.begin - timedelta(days=60))
    rise_on = teller.begin + timedelta(days=300)
    for handle in ("dana", "sam", "lena"):
        _set_pay(teller, handle, SALARIES[handle] + 2_400, rise_on)


def _set_pay(teller: Teller, handle: str, salary: int, from_on: date) -> None:
    currency = teller.provider.currency
    set_pay(
        person=teller.person(handle),
        from_on=from_on,
        salary=Money.of(salary, currency),
        employer_taxes=Money.of(salary * 12 // 100, currency),
        benefits=Money.of(2_600, currency),
        overhead=Money.of(14_000, currency),
        available_seconds=AVAILABLE_HOURS * 3600,
        by=teller.by("felix"),
        at=teller.at(teller.begin),
    )


def _leave(teller: Teller) -> None:
    for index, handle in enumerate(SALARIES):
        first = teller.begin + timedelta(days=90 + 37 * index % 400)
        enter_leave(
            person=teller.person(handle),
            first_on=first,
            last_on=first + timedelta(days=9),
            by=teller.by("ana"),
            at=teller.at(teller.begin),
        )
    soon = teller.today + timedelta(days=8)
    enter_leave(
        person=teller.person("theo"), first_on=soon, last_on=soon + timedelta(days=4),
        by=teller.by("sam") if teller.by("sam").may("people:person:manage") else teller.by("ana"),
        at=teller.now,
    )  # fmt: skip
