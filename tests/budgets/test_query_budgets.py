"""Every page keeps to its number of database queries, on a small company with a row of everything.

Counted at the second visit, as the role that needs most. See `counting.py` for lowering numbers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.budgets.counting import MOST, asked, kept, lowered, overdrawn, repeated, write
from tests.safety.examples import QUERIES, address, missing_example
from tests.safety.story import NOW, Story, tell
from tests.safety.walk import Route, routes

from upheld.foundation.clock import standing_at
from upheld.foundation.doors.declaration import Audience
from upheld.measures.catalogue import every_measure
from upheld.measures.operations.measuring import measure_again

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

OWNER, SALESPERSON, SERVICE_MANAGER, TECHNICIAN, FINANCE = "ana", "lena", "sam", "dana", "felix"
WHO = (OWNER, SALESPERSON, SERVICE_MANAGER, TECHNICIAN, FINANCE)
CUSTOMER = "carla"
SHOWN = 200


@pytest.fixture
def story(world, elsewhere, monkeypatch) -> Iterator[Story]:
    told = tell(world, elsewhere, monkeypatch)
    for measure in every_measure():
        # As every night does: a page that shows what was never measured works it out itself.
        measure_again(measure.key, NOW, months=1)
    with standing_at(NOW):
        yield told


def pages() -> list[Route]:
    """Give every page that somebody reads after signing in."""
    mine = [route for route in routes() if route.kind == "screen" and route.method == "GET"]
    return [route for route in mine if not missing_example(route.pattern)]


def counts(story: Story) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Visit every page as everybody; give the most queries by page, and which were repeated."""
    counted: dict[str, int] = {}
    again: dict[str, list[str]] = {}
    for who in (*WHO, CUSTOMER):
        client = story.page_of(who)
        for route in pages():
            if (route.audience is Audience.CUSTOMER) is not (who == CUSTOMER):
                continue
            url = address(route.pattern, story) + QUERIES.get(route.name, "")
            asked(client, url)
            status, queries = asked(client, url)
            if status == SHOWN and len(queries) > counted.get(route.name, -1):
                counted[route.name], again[route.name] = len(queries), repeated(queries)
    return counted, again


def test_every_page_keeps_to_its_number_of_queries(story):
    counted, again = counts(story)
    if os.environ.get("UPHELD_BUDGETS") == "lower":
        write(lowered(counted, kept()))

    found = overdrawn(counted, kept())

    said = [line + "".join(f"\n    {one}" for one in again[line.split(":")[0]]) for line in found]
    assert not found, "\n".join(said)
    assert not set(kept()) - set(counted), "gone; run UPHELD_BUDGETS=lower"


def test_no_number_is_over_the_most():
    assert {name: number for name, number in kept().items() if number > MOST} == {}


@pytest.mark.once
def test_numbers_go_down_and_never_up():
    known = {"less": 9, "more": 3, "gone": 4}

    assert lowered({"less": 5, "more": 8, "new": 7}, known) == {"less": 5, "more": 3, "new": 7}


@pytest.mark.once
def test_what_is_over_is_said():
    counted, known = {"a": 4, "b": 3, "c": 26, "d": 2}, {"a": 3, "b": 3, "c": 26}

    assert [line.split(":")[0] for line in overdrawn(counted, known)] == ["a", "c", "d"]


@pytest.mark.once
def test_repeated_questions_are_told_apart_by_shape():
    found = repeated(["SELECT 1 WHERE id = 5", "SELECT 1 WHERE id = 6", "SELECT 2"])

    assert found == ["2 × SELECT ? WHERE id = ?"]
