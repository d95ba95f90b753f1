"""Signed work: Acme's Carla signed two deliverables, an unusual term and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from upheld.agreements import asking
from upheld.agreements.asking import CapacityAnswer, Comparables
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
from upheld.agreements.operations.signing import Signing, send_code, sign_proposal
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
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.rules.answers import Answer as ReviewAnswer
from upheld.selling.operations.deals import open_deal

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = 3600
UNUSUAL = "An engineer is on site within four hours on weekends, at no further charge."


@pytest.fixture
def plenty_of_hours(monkeypatch):
    """Let proposals be sent without a look at the calendar; capacity has tests of its own."""
    monkeypatch.setattr(asking, "_capacity", [lambda wanted, at: CapacityAnswer(0, "It fits.")])
    monkeypatch.setattr(asking, "_comparables", [lambda words, of: Comparables((), None, None, 5)])


@pytest.fixture
def acme(world):
    return add_company(name="Acme Dental", by=world.ana, at=MONDAY)


@pytest.fixture
def carla(world, acme):
    return add_contact(
        company=acme,
        name="Carla Jensen",
        email="carla@acme.example",
        may_sign=True,
        by=world.lena,
        at=MONDAY,
    )


@pytest.fixture
def buyer(world, carla):
    return actor_of(invite_contact(contact=carla, by=world.lena, at=MONDAY))


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
        _say_yes(world, at)
        version = send_proposal(proposal=draft, by=world.lena, at=at)
        code = send_code(version=version, by=buyer, at=at).code
        signing = Signing("Carla Jensen", version.sha256, code, agreed=True)
        return sign_proposal(version=version, signing=signing, by=buyer, at=at)

    return sell


def _say_yes(world, at):
    """Let whoever was asked approve each open question."""
    actors = {person.pk: world.actors[handle] for handle, person in world.people.items()}
    for review in Review.objects.filter(state="asked"):
        answer_review(review=review, answer=ReviewAnswer.APPROVE, by=actors[review.asked_id], at=at)


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
