"""A customer that many tests begin with: Acme Dental, and Carla, who may sign for it.

Fixtures for the `conftest.py` of whichever package stands on them, and what its people do next.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from upheld.agreements import asking
from upheld.agreements.asking import CapacityAnswer, Comparables
from upheld.agreements.models import Signature
from upheld.agreements.operations.signing import Signing, send_code, sign_proposal
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.foundation.values.money import Money
from upheld.people.queries.actors import actor_of
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.rules.answers import Answer

if TYPE_CHECKING:
    from upheld.agreements.models import ProposalVersion
    from upheld.customers.models import Company as Customer
    from upheld.customers.models import Contact
    from upheld.demo.cast import Company
    from upheld.foundation.actor import Actor

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = 3600


def pounds(whole: int) -> Money:
    """So many pounds."""
    return Money.of(whole, "GBP")


@pytest.fixture
def acme(world: Company) -> Customer:
    return add_company(name="Acme Dental", by=world.ana, at=MONDAY)


@pytest.fixture
def carla(world: Company, acme: Customer) -> Contact:
    return add_contact(
        company=acme, name="Carla Jensen", email="carla@acme.example", may_sign=True,
        by=world.lena, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def buyer(world: Company, carla: Contact) -> Actor:
    """Carla as an actor, let into the portal."""
    return actor_of(invite_contact(contact=carla, by=world.lena, at=MONDAY))


def answer_about_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let proposals be sent without a look at the calendar; capacity has tests of its own."""
    monkeypatch.setattr(asking, "_capacity", [lambda wanted, at: CapacityAnswer(0, "It fits.")])
    monkeypatch.setattr(asking, "_comparables", [lambda words, of: Comparables((), None, None, 5)])


@pytest.fixture
def plenty_of_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_about_hours(monkeypatch)


def say_yes(world: Company, at: datetime = MONDAY) -> None:
    """Let whoever was asked approve each open question."""
    actors = {person.pk: world.actors[handle] for handle, person in world.people.items()}
    for review in Review.objects.filter(state="asked"):
        answer_review(review=review, answer=Answer.APPROVE, by=actors[review.asked_id], at=at)


def sign(
    version: ProposalVersion, buyer: Actor, at: datetime = MONDAY, name: str = "Carla Jensen"
) -> Signature:
    """Let the buyer sign what was sent, with the code that they are sent for it."""
    code = send_code(version=version, by=buyer, at=at).code
    signing = Signing(name, version.sha256, code, agreed=True)
    signed = sign_proposal(version=version, signing=signing, by=buyer, at=at)
    assert isinstance(signed, Signature), signed
    return signed
