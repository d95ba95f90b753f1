"""Signed work: Acme's Carla signed two deliverables, an unusual term and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from tests.acme import HOUR, MONDAY, acme, buyer, carla, plenty_of_hours, say_yes, sign

from upheld.agreements.models import StatementOfWork
from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import (
    draft_proposal,
    put_deliverable,
    put_line,
    word_term,
)
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.delivery.models import Deliverable, Handover, HandoverPoint
from upheld.delivery.operations.deliverables import start_deliverable
from upheld.delivery.operations.handover_points import accept_point
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.people.operations.functions import give_function
from upheld.people.queries.actors import actor_of
from upheld.selling.operations.deals import open_deal

__all__ = ["acme", "buyer", "carla", "plenty_of_hours"]

UNUSUAL = "An engineer is on site within four hours on weekends, at no further charge."


@pytest.fixture
def other_buyer(world):
    """Somebody of another customer of the same provider."""
    company = add_company(name="Brightwater", by=world.ana, at=MONDAY)
    contact = add_contact(
        company=company, name="Olaf Berg", email="olaf@bright.example", may_sign=True,
        by=world.lena, at=MONDAY,
    )  # fmt: skip
    return actor_of(invite_contact(contact=contact, by=world.lena, at=MONDAY))


@pytest.fixture
def sell(world, acme, carla, buyer, plenty_of_hours):
    """Sell work to Acme from first word to signature; gives the signature."""
    give_function(person=world.people["dana"], function="onsite", by=world.ana, at=MONDAY)
    give_function(person=world.people["theo"], function="projects", by=world.ana, at=MONDAY)

    def sell(works, *, term="", at=MONDAY, **particulars):
        deal = open_deal(
            company=acme, title="Workplaces", owner=world.people["lena"],
            engineer=world.people["marek"], by=world.lena, at=at,
        )  # fmt: skip
        draft = draft_proposal(
            deal=deal, title="Workplaces for Acme", months=24, starts_on=date(2026, 5, 1),
            valid_until=date(2026, 4, 15), signer=carla, by=world.lena, at=at, **particulars,
        )  # fmt: skip
        put_line(
            proposal=draft, kind=LineKind.ONE_OFF, title="Set-up", list_price=Money.of(4000, "GBP"),
            cost=Money.of(1000, "GBP"), by=world.lena, at=at,
        )  # fmt: skip
        for work in works:
            made = put_deliverable(proposal=draft, by=world.lena, at=at, **work)
            estimate_deliverable(
                deliverable=made, low_seconds=20 * HOUR, likely_seconds=30 * HOUR,
                high_seconds=45 * HOUR, by=world.dana, at=at,
            )  # fmt: skip
        if term:
            word_term(
                proposal=draft, title="Weekend visits", text=term, function="onsite",
                by=world.lena, at=at,
            )  # fmt: skip
        draft = ask_capacity(proposal=draft, by=world.lena, at=at)
        ask_what_is_needed(proposal=draft, by=world.lena, at=at)
        say_yes(world, at)
        version = send_proposal(proposal=draft, by=world.lena, at=at)
        return sign(version, buyer, at)

    return sell


MOVED_MAIL = {
    "title": "Mail of 20 people moved",
    "criterion": "All 20 mailboxes are open in the new system with their mail since 2020.",
    "evidence_kind": "log",
    "due_on": date(2026, 5, 29),
    "price": Money.of(1500, "GBP"),
    "function": "projects",
}
ALARM = {
    "title": "Alarm line tested",
    "criterion": "The alarm centre confirms a test call from each of the 3 sites.",
    "evidence_kind": "text",
    "due_on": date(2026, 6, 12),
    "price": Money.of(500, "GBP"),
    "function": "onsite",
}


@pytest.fixture
def signature(sell):
    return sell([MOVED_MAIL, ALARM], term=UNUSUAL)


@pytest.fixture
def sow(signature):
    return StatementOfWork.objects.get(agreement__signature=signature)


@pytest.fixture
def handover(sow):
    return Handover.objects.get(sow=sow)


@pytest.fixture
def accepted(world, handover):
    """Everybody who was asked agreed to keep what was sold."""
    actors = {person.pk: world.actors[handle] for handle, person in world.people.items()}
    for point in HandoverPoint.objects.filter(handover=handover):
        accept_point(point=point, by=actors[point.asked_id], at=MONDAY)
    handover.refresh_from_db()
    return handover


@pytest.fixture
def mail(world, accepted):
    """The mail's deliverable, in Dana's hands and in work."""
    deliverable = Deliverable.objects.get(title=MOVED_MAIL["title"])
    return start_deliverable(deliverable=deliverable, by=world.dana, at=MONDAY)


@pytest.fixture
def person_of():
    return lambda actor: Person.objects.get(pk=actor.person_id)
