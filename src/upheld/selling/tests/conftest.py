"""Acme, who may buy: their people, a house rule and a deal; and both doors to what is tested."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from upheld.customers.models import Company as Buyer
from upheld.customers.models import Contact
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.demo.cast import OPENING
from upheld.foundation.clock import standing_at
from upheld.people.operations.tokens import issue_token
from upheld.selling.models import Deal, Meeting
from upheld.selling.operations.deals import open_deal
from upheld.selling.operations.meetings import MeetingPlan, plan_meeting

if TYPE_CHECKING:
    from django.http import HttpResponse

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


@dataclass
class Doors:
    """Both doors for one person, at a moment that stands still."""

    world: Company
    who: str
    at: datetime = OPENING
    _secrets: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> HttpResponse:
        return self._page("get", url, {})

    def post(self, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
        return self._page("post", url, data or {})

    def api(
        self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str
    ) -> Any:
        with standing_at(self.at):
            return Client(raise_request_exception=True).generic(
                method, f"/api/v1/{path}",
                json.dumps(body) if body is not None else "",
                content_type="application/json",
                headers={"Authorization": f"Bearer {self._secret()}", **headers},
            )  # fmt: skip

    def _page(self, method: str, url: str, data: dict[str, Any]) -> HttpResponse:
        client = Client(raise_request_exception=True)
        with standing_at(self.at):
            user = self.world.people[self.who].user
            assert user is not None
            client.force_login(user)
            return getattr(client, method)(url, data)

    def _secret(self) -> str:
        from upheld.foundation.tenancy.scope import open_provider

        if self.who not in self._secrets:
            boss = next(actor for actor in self.world.actors.values() if actor.role == "owner")
            with open_provider(self.world.provider.pk):
                _, secret = issue_token(
                    person=self.world.people[self.who], name="test", by=boss, at=OPENING
                )
            self._secrets[self.who] = secret
        return self._secrets[self.who]


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
