"""Acme's ratings as the measure behind a claim, and both doors to claims."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from upheld.demo.cast import OPENING
from upheld.foundation.clock import standing_at
from upheld.foundation.tenancy.scope import open_provider
from upheld.market.models import Claim
from upheld.market.operations.claims import ClaimDraft, write_claim
from upheld.measures import catalogue
from upheld.measures.catalogue import Ask, Better, Measure, every_measure, fill_catalogue
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit
from upheld.people.operations.tokens import issue_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from upheld.demo.cast import Company
    from upheld.measures.rules.figure import Figure


@dataclass
class Answered:
    """A measure whose rows a test sets: so many of so many met."""

    met: int = 91
    n: int = 100
    asked: list[Ask] = field(default_factory=list)

    def figure(self, ask: Ask) -> Figure:
        self.asked.append(ask)
        return share(self.met, self.n)


@pytest.fixture
def answered() -> Iterator[Answered]:
    """The measure `answered_in_time`, in the catalogue beside what the packages declare."""
    real, source = every_measure(), catalogue._declared
    made = Answered()
    measure = Measure(
        key="answered_in_time", title="Answered in time", formula_in_words="Met of all.",
        unit=Unit.SHARE, better=Better.HIGHER, source="A test's rows.", figure=made.figure,
        rows=lambda _ask, _after, _limit: (), breakdowns=("company",),
    )  # fmt: skip
    fill_catalogue(lambda: (*real, measure))
    yield made
    fill_catalogue(source)


@pytest.fixture
def claim(world: Company, answered: Answered) -> Claim:
    draft = ClaimDraft(
        "Critical tickets answered within 15 minutes, 95 % of the time", "answered_in_time", 950_000
    )
    return write_claim(draft=draft, by=world.priya, at=OPENING)


@dataclass
class Doors:
    """Both doors for one person, at a moment that stands still."""

    world: Company
    who: str
    at: datetime = OPENING + timedelta(hours=1)

    def get(self, url: str) -> HttpResponse:
        return self._page("get", url, {})

    def post(self, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
        return self._page("post", url, data or {})

    def api(self, method: str, path: str, body: dict[str, Any] | None = None, **more: str) -> Any:
        boss = next(actor for actor in self.world.actors.values() if actor.role == "owner")
        with open_provider(self.world.provider.pk):
            person = self.world.people[self.who]
            _, secret = issue_token(person=person, name="test", by=boss, at=OPENING)
        headers = {"Authorization": f"Bearer {secret}", **more}
        with standing_at(self.at):
            return Client().generic(
                method, f"/api/v1/{path}", json.dumps(body) if body is not None else "",
                content_type="application/json", headers=headers,
            )  # fmt: skip

    def _page(self, method: str, url: str, data: dict[str, Any]) -> HttpResponse:
        client = Client()
        with standing_at(self.at):
            user = self.world.people[self.who].user
            assert user is not None
            client.force_login(user)
            return getattr(client, method)(url, data)


@pytest.fixture
def doors_of(world: Company) -> Any:
    return lambda who: Doors(world, who)


@pytest.fixture
def olga(elsewhere: Company) -> Doors:
    """A stranger: the owner of another provider on this installation."""
    return Doors(elsewhere, "olga")
