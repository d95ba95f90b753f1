"""Acme, who may buy: their people, a house rule and a deal; and both doors to what is tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.entering import Doors

from upheld.customers.models import Company as Buyer
from upheld.customers.models import Contact
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.demo.cast import OPENING
from upheld.selling.models import Deal, Meeting
from upheld.selling.operations.deals import open_deal
from upheld.selling.operations.meetings import MeetingPlan, plan_meeting

if TYPE_CHECKING:
    from upheld.demo.cast import Company


@dataclass
class Sale:
    """A small company with a buyer, two people there and an open deal of Lena's."""

    world: Company
    acme: Buyer
    ann: Contact
    bob: Contact
    deal: Deal
    at: datetime = OPENING

    def fresh(self) -> Deal:
        return Deal.objects.get(pk=self.deal.pk)

    def meeting(self, **plan: Any) -> Meeting:
        """Plan a discovery for two hours from now, with Ann; `plan` changes any of it."""
        usual: dict[str, Any] = {
            "title": "First call",
            "kind": "discovery",
            "starts_at": self.at + timedelta(hours=2),
            "ends_at": self.at + timedelta(hours=3),
            "guests": [self.ann],
        }
        return plan_meeting(
            deal=self.deal, plan=MeetingPlan(**{**usual, **plan}), by=self.world.lena, at=self.at
        )


@pytest.fixture
def sale(world: Company) -> Sale:
    acme = add_company(name="Acme Dental", by=world.ana, at=OPENING, zone="Europe/London")
    ann = add_contact(
        company=acme, name="Ann Hill", email="ann@acme.example", by=world.ana, at=OPENING
    )
    bob = add_contact(company=acme, name="Bob Low", by=world.ana, at=OPENING)
    deal = open_deal(
        company=acme,
        title="Server refresh",
        owner=world.people["lena"],
        one_off_minor=1_240_000,
        monthly_minor=90_000,
        by=world.lena,
        at=OPENING,
    )
    return Sale(world, acme, ann, bob, deal)


@pytest.fixture
def lena(world: Company) -> Doors:
    return Doors(world, "lena")


@pytest.fixture
def olga(elsewhere: Company) -> Doors:
    """A stranger: the owner of another provider on this installation."""
    return Doors(elsewhere, "olga")


@pytest.fixture
def doors_of(world: Company) -> Any:
    return lambda who, at=OPENING: Doors(world, who, at)
