"""A question of Lena's about a term: Sam is asked first, Dana stands in."""

from __future__ import annotations

import pytest
from tests.acme import MONDAY

from upheld.customers.operations.companies import add_company
from upheld.people.operations.functions import give_function
from upheld.reviews.operations.asking import ask_review


@pytest.fixture
def review(world):
    give_function(person=world.people["sam"], function="onsite", by=world.ana, at=MONDAY)
    give_function(person=world.people["dana"], function="onsite", rank=1, by=world.ana, at=MONDAY)
    acme = add_company(name="Acme Freight", by=world.ana, at=MONDAY)
    return ask_review(
        kind="term", subject=acme, subject_title="Proposal 7", subject_url="/customers/1",
        question="May we promise four hours on weekends?", why="It departs from the standard.",
        content_hash="a" * 64, function="onsite", requested_by=world.people["lena"],
        company=acme, by=world.lena, at=MONDAY,
    )  # fmt: skip
