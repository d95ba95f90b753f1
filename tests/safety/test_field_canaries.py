"""Figures that only some may see: pay, cost, margin, true profit, shares, estimates, other names.

Each stands in the story as a figure that occurs nowhere else, and is looked for in every page,
answer, export and document of everybody who must not see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.safety.offering import COST, ESTIMATE, NAME
from tests.safety.story import (
    NOW,
    PAY_CANARIES,
    ROLES,
    SERVICE_COST,
    Story,
    stands_in,
    tell,
)
from tests.safety.test_matrix import Walker, all_routes
from tests.safety.unfinished import leave_open

from upheld.agreements.may import May as Agreements
from upheld.agreements.models import ProposalVersion
from upheld.agreements.queries.parts import parts_of
from upheld.demo.cast import actor_of_person
from upheld.foundation.clock import standing_at
from upheld.foundation.lists import LISTS
from upheld.foundation.values.effort import decimal_hours_rounded, written_effort
from upheld.money.may import May as MoneyMay
from upheld.money.models import CommissionAccrual
from upheld.people.may import May as People

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Secret:
    """One figure in all its spellings, and the right to see it; without one, staff only."""

    name: str
    spellings: tuple[str, ...]
    may: StrEnum | None = None
    owners: tuple[str, ...] = ()
    """Who may see it because it is theirs."""
    of: str = ""
    """The customer who may read it though it is a name that others must not."""

    def is_kept_from(self, actor: Any, who: str) -> bool:
        if self.of:
            return not actor.is_staff and who != self.of
        if who in self.owners:
            return False
        return not actor.is_staff if self.may is None else not actor.may(self.may)

    def in_(self, text: str) -> str:
        """Give the spelling in which it stands in a text; nothing if it does not."""
        for one in self.spellings:
            if stands_in(text, one):
                return one
        return ""


def _money(minor: int) -> tuple[str, ...]:
    whole, pence = divmod(minor, 100)
    return (str(minor), f"{whole}.{pence:02}", f"{whole:,}.{pence:02}")


def _effort(seconds: int) -> tuple[str, ...]:
    return (str(seconds), written_effort(seconds), decimal_hours_rounded(seconds))


@pytest.fixture
def story(world, elsewhere, monkeypatch) -> Iterator[Story]:
    told = leave_open(tell(world, elsewhere, monkeypatch))
    with standing_at(NOW):
        yield told


@pytest.fixture
def secrets(story) -> list[Secret]:
    price = parts_of(story.proposal).price()
    assert price.margin is not None
    share = CommissionAccrual.objects.get().amount_minor
    return [
        Secret("pay", PAY_CANARIES, People.SEE_PAY),
        Secret("cost of a line", _money(COST), Agreements.SEE_MARGIN),
        Secret("cost of a service", _money(SERVICE_COST), Agreements.SEE_MARGIN),
        Secret("known cost", _money(price.known_cost.minor), Agreements.SEE_MARGIN),
        Secret("margin", (str(price.margin.ppm),), Agreements.SEE_MARGIN),
        Secret("a share", _money(share), MoneyMay.SEE_COMMISSIONS, owners=("lena",)),
        *(Secret("estimate", _effort(one)) for one in ESTIMATE),
        Secret("a customer's name", ("Ochre",), of="olaf"),
        Secret("a customer's name", (NAME,), of="carla"),
    ]


def _actor(story: Story, who: str) -> Any:
    if who in ROLES:
        return actor_of_person(story.world.people[who])
    return story.buyer if who == "carla" else story.other_buyer


WHO = (*ROLES, "carla", "olaf")


@pytest.mark.parametrize("who", WHO)
def test_no_answer_tells_a_figure_that_its_reader_must_not_see(story, secrets, who):
    actor, walker = _actor(story, who), Walker(story, who)
    kept = [one for one in secrets if one.is_kept_from(actor, who)]
    exported = {one.route for one in LISTS.values() if one.route}
    found, looked = [], 0
    for route in all_routes():
        if route.method != "GET":
            continue
        lists = route.name in exported and not route.is_api
        for query in ("", "?export=csv", "?all=1") if lists else ("",):
            status, text, _leads = walker.try_(route, query)
            looked += status == 200
            told = [(one.name, one.in_(text)) for one in kept]
            found += [f"{route}{query} tells {name} as {how}" for name, how in told if how]
    assert looked > 10
    assert not found, "\n".join(found)


def test_the_owner_does_see_them(story, secrets):
    """Otherwise the tests above look for what is nowhere."""
    walker = Walker(story, "ana")
    told = "".join(walker.try_(route)[1] for route in all_routes() if route.method == "GET")
    assert [one.name for one in secrets if not one.in_(told)] == []


def test_what_the_customer_signs_holds_none_of_them(story, secrets):
    outside = [one for one in secrets if not one.of]
    documents = "".join(str(one.content) for one in ProposalVersion.objects.all())
    assert len(documents) > 500
    assert [one.name for one in outside if one.in_(documents)] == []


@pytest.mark.parametrize("who", ROLES)
def test_a_hidden_column_neither_sorts_nor_filters(story, who):
    actor, walker = _actor(story, who), Walker(story, who)
    routes = {(route.name, route.is_api): route for route in all_routes() if route.method == "GET"}
    found, tried = [], 0
    for spec in LISTS.values():
        route = routes.get((spec.route, False))
        if route is None or not route.audience.admits(actor):
            continue
        hidden = [one.key for one in spec.columns if one.may and not actor.may(one.may)]
        hidden += ["margin", "cost", "cost_minor", "margin_ppm", "salary_minor", "amount_minor"]
        known = {column.key for column in spec.columns_for(actor)}
        for key in set(hidden) - known:
            tried += 1
            answers = {_rows(walker.try_(route, f"?sort={sign}{key}")[1]) for sign in ("", "-")}
            if len(answers) > 1:
                found.append(f"{route} sorts by {key}")
            filters = {name for one in spec.filters_for(actor) for name in one.names()}
            own = {key, f"{key}_min", f"{key}_max"} & filters
            found += [f"{route} filters by {name}" for name in own]
    assert tried > 0
    assert not found, "\n".join(found)


def _rows(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"<tr[^>]*>.*?</tr>", text, re.DOTALL))
