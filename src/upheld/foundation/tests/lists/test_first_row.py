"""A list that has no row at all says what it is for; one that a filter emptied says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Q
from django.test import RequestFactory

from upheld.demo.cast import OPENING
from upheld.foundation.lists import LISTS, ByText, ByYesNo, ListColumn, ListOf, list_page
from upheld.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from upheld.demo.cast import Company

EVERYBODY = ""
GONE = "here=no"


@pytest.fixture
def people_list() -> Iterator[ListOf[Person]]:
    made: ListOf[Person] = ListOf(
        key="test-first-row",
        title="People",
        noun="person",
        nouns="people",
        url=lambda person: f"/people/{person.handle}",
        order="name",
        opens_with="here=yes",
        columns=(ListColumn("name", "Name", lambda p: p.name, sort="name", link=True),),
        filters=(ByText("name"), ByYesNo("here", "Here", Q(active=True))),
    )
    yield made
    del LISTS["test-first-row"]


def is_untouched(
    spec: ListOf[Person], rows: QuerySet[Person], query: str, company: Company
) -> bool:
    request: Any = RequestFactory().get(f"/people?{query}")
    request.actor, request.at = company.sam, OPENING
    return list_page(spec, rows, request).is_untouched


@pytest.mark.parametrize("query", [EVERYBODY, GONE, "all=1"])
def test_without_a_row_it_is_untouched_whatever_it_opens_with(
    world: Company, people_list: ListOf[Person], query: str
) -> None:
    assert is_untouched(people_list, Person.objects.none(), query, world)


@pytest.mark.parametrize("query", [EVERYBODY, GONE, "q=nobody", "all=1"])
def test_with_rows_it_is_not_though_none_may_match(
    world: Company, people_list: ListOf[Person], query: str
) -> None:
    assert not is_untouched(people_list, Person.objects.all(), query, world)


def test_a_search_is_answered_as_a_search(world: Company, people_list: ListOf[Person]) -> None:
    assert not is_untouched(people_list, Person.objects.none(), "q=sam", world)
