"""The first steps of a new company, each ticked when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.agreements.models import Clause, Proposal, Service
from upheld.customers.models import Company, Contact
from upheld.delivery.models import ServiceLevelPolicy
from upheld.delivery.rules.ticket_states import PRIORITIES
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.market.models import Claim
from upheld.people.may import May as People
from upheld.people.models import FunctionHolder, PayRate, Person, Schedule
from upheld.people.rules.functions import FUNCTIONS
from upheld.selling.models import Deal
from upheld.wiring.starting import starter_set

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

FEWEST_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, why, and where."""

    title: str
    why: str
    url: str
    done: bool


def steps() -> tuple[Step, ...]:
    """Read which steps are done, in the order in which each needs the one before: 11 queries."""
    people = Person.objects.filter(active=True)
    held = FunctionHolder.objects.filter(person__active=True).values_list("function", flat=True)
    return (
        Step("Let your people in", "Each gets a mail with a link of their own.",
             reverse("person-new"), people.count() >= FEWEST_PEOPLE),
        Step("Say who answers for what", "A review goes to whoever holds the function; open a "
             "person and give them one.", reverse("people"),
             {key for key, _title in FUNCTIONS} <= set(held)),
        Step("Enter what an hour of somebody costs", "Without it there is no true profit. Open a "
             "person, then Pay.", reverse("people"), _any(PayRate.objects.all())),
        Step("Set your working hours", "Due times and free hours are counted in them.",
             reverse("schedules"), _any(Schedule.objects.filter(is_default=True))),
        Step("Set a service level", "How soon you answer and solve, if nothing else was agreed.",
             reverse("service-levels"), _any(ServiceLevelPolicy.objects.filter(until_at=None))),
        Step("Word your clauses", "What differs from them is seen, and asked of whoever keeps it.",
             reverse("clauses"), _any(Clause.objects.all())),
        Step("List your services", "With your prices, and what each costs you.",
             reverse("service-new"), _any(Service.objects.all())),
        Step("Bring your companies and tickets", "Read from the system you have, again and again "
             "without doubles; or enter the first customer by hand.", reverse("imports"),
             _any(Company.objects.all())),
        Step("Enter who signs at a customer", "With a mail address and the leave to sign.",
             reverse("customers"), _any(Contact.objects.filter(may_sign=True))),
        Step("Make your first claim", "A sentence about you that your own figures must bear out.",
             reverse("claim-new"), _any(Claim.objects.all())),
        Step("Open your first deal", "And write its proposal from there.",
             reverse("deal-new"), _any(Deal.objects.all()) or _any(Proposal.objects.all())),
    )  # fmt: skip


@screen(People.MANAGE_PEOPLE)
def first_steps(request: Request) -> HttpResponse:
    """Show what to do next in a new company, and offer the starter set."""
    every = steps()
    return show(
        request,
        "wiring/first_steps.html",
        steps=every,
        done=sum(step.done for step in every),
        lacking=starter_set.missing(),
        level=[(title, _targets(rank)) for rank, title in PRIORITIES.items()],
        function_titles=dict(FUNCTIONS),
    )


@screen(People.MANAGE_PEOPLE, methods=["POST"])
def take_starter_set(request: Request) -> HttpResponse:
    """Add what is missing of the starter set."""
    added = starter_set.take(by=request.actor, at=request.at)
    notice = (
        "The starter set is yours now: change any word of it."
        if added.anything
        else "All of it was there already."
    )
    return go(request, "first-steps", notice=notice)


def _targets(rank: int) -> str:
    answered, solved = starter_set.FIRST_RESPONSE[rank], starter_set.RESOLUTION[rank]
    hour = starter_set.HOUR
    return f"answered in {answered // hour} h, solved in {solved // hour} h"


def _any(rows: QuerySet[Any]) -> bool:
    return rows.exists()
