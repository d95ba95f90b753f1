"""The first steps of a new company, each ticked when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Exists
from django.urls import reverse

from upheld.agreements.models import Clause, Service
from upheld.customers.models import Company, Contact
from upheld.desk.models import ServiceLevelPolicy
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
from upheld.market.models import Claim
from upheld.people.may import May as People
from upheld.people.models import PayRate, Person, Schedule
from upheld.people.rules.functions import FUNCTIONS
from upheld.selling.models import Deal
from upheld.wiring.starting import starter_set

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.wiring.starting.starter_set import Missing

FEWEST_PEOPLE = 2
ASKED_AGAIN_AFTER = 300
"""Seconds for which it is believed that steps are left."""


STEPS = (
    ("people", "Let your people in", "Each gets a mail with a link of their own.", "person-new"),
    ("functions", "Say who answers for what",
     "A review goes to whoever holds the function; open a person and give them one.", "people"),
    ("pay", "Enter what an hour of somebody costs",
     "Without it there is no true profit. Open a person, then Pay.", "people"),
    ("hours", "Set your working hours", "Due times and free hours are counted in them.",
     "schedules"),
    ("level", "Set a service level", "How soon you answer and solve, if nothing else was agreed.",
     "service-levels"),
    ("clause", "Word your clauses",
     "What differs from them is seen, and asked of whoever keeps it.", "clauses"),
    ("service", "List your services", "With your prices, and what each costs you.", "service-new"),
    ("customer", "Bring your companies and tickets",
     "Read again and again from what you have, without doubles; or enter the first by hand.",
     "imports"),
    ("signer", "Enter who signs at a customer", "With a mail address and the leave to sign.",
     "customers"),
    ("claim", "Make your first claim",
     "A sentence about you that your own figures must bear out.", "claim-new"),
    ("deal", "Open your first deal", "And write its proposal from there.", "deal-new"),
)  # fmt: skip
"""What to do in a new company: a key, what it is called, why, and the page where it is done."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, why, and where."""

    key: str
    title: str
    why: str
    url: str
    done: bool


def steps(provider_id: int, lacking: Missing) -> tuple[Step, ...]:
    """Read which steps are done, in the order in which each needs the one before: two queries."""
    done = _there_is(
        provider_id,
        pay=PayRate.objects.all(),
        hours=Schedule.objects.filter(is_default=True),
        level=ServiceLevelPolicy.objects.filter(until_at=None),
        clause=Clause.objects.all(),
        service=Service.objects.all(),
        customer=Company.objects.all(),
        signer=Contact.objects.filter(may_sign=True),
        claim=Claim.objects.all(),
        deal=Deal.objects.all(),
    )
    done["people"] = Person.objects.filter(active=True).count() >= FEWEST_PEOPLE
    done["functions"] = not lacking.functions
    return tuple(
        Step(key, title, why, reverse(route), done[key]) for key, title, why, route in STEPS
    )


def _there_is(provider_id: int, **rows: QuerySet[Any]) -> dict[str, bool]:
    """Ask of each kind of row whether there is one, all in one query."""
    here = Provider.objects.filter(pk=provider_id)
    asked = here.values_list(*(Exists(some) for some in rows.values()))
    return dict(zip(rows, asked.get(), strict=True))


def are_taken(provider_id: int) -> bool:
    """Tell whether nothing is left to do, so that the page can leave the rooms.

    Kept beside the database: once for all when it is so, and for some minutes when it is not, for
    every page of an owner asks.
    """
    key = f"first-steps-taken:{provider_id}"
    known: bool | None = cache.get(key)
    if known is None:
        with open_provider(provider_id):
            known = all(step.done for step in steps(provider_id, starter_set.missing()))
        cache.set(key, known, None if known else ASKED_AGAIN_AFTER)
    return known


@screen(People.MANAGE_PEOPLE)
def first_steps(request: Request) -> HttpResponse:
    """Show what to do next in a new company, and offer the starter set."""
    lacking = starter_set.missing()
    every = steps(request.actor.provider_id, lacking)
    return show(
        request,
        "wiring/first_steps.html",
        steps=every,
        done=sum(step.done for step in every),
        lacking=lacking,
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
