"""Filters over moments and money in the reader's zone and currency; what was selected on a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from upheld.foundation.lists import (
    LISTS,
    Bulk,
    ByDays,
    ByNumber,
    ByText,
    Kind,
    ListColumn,
    ListOf,
    ListPage,
    list_page,
    selected_rows,
)
from upheld.foundation.lists.export import harmless
from upheld.foundation.lists.spans import NAMED_SPANS, named_span
from upheld.foundation.models import SearchRow
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.may import May
from upheld.people.models import Person

if TYPE_CHECKING:
    from upheld.demo.cast import Company

AT = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def moments(world: Company) -> Iterator[ListOf[SearchRow]]:
    """A list of rows with a moment each; `customer_id` stands for an amount in pence."""
    with bookkeeping():
        for number, at in enumerate(
            [
                datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC),
                datetime(2026, 3, 29, 0, 0, tzinfo=UTC),
                datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC),
                datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
                datetime(2026, 3, 31, 8, 0, tzinfo=UTC),
            ]
        ):
            SearchRow(
                kind="test", subject_id=number, title=f"Row {number}", words="", url="", at=at,
                customer_id=number * 50_000,
            ).save()  # fmt: skip
    made: ListOf[SearchRow] = ListOf(
        key="test-moments", title="Rows", noun="row", url=lambda row: "", order="at",
        columns=(ListColumn("title", "Title", lambda row: row.title),),
        filters=(
            ByText("title"),
            ByDays("at", "At", "at"),
            ByNumber("value", "Value", "customer_id", Kind.MONEY),
            ByNumber("effort", "Effort", "customer_id", Kind.EFFORT),
            ByNumber("share", "Share", "customer_id", Kind.PERCENT),
        ),
        bulk=(Bulk("Check", "record-check", May.MANAGE_PEOPLE, confirm="Check these?"),),
    )  # fmt: skip
    yield made
    del LISTS["test-moments"]


def page_of(spec: ListOf[SearchRow], query: str, company: Company, handle: str = "ana") -> ListPage:
    request: Any = RequestFactory().get(f"/rows?{query}")
    request.actor, request.at = company.actors[handle], AT
    return list_page(spec, SearchRow.objects.filter(kind="test"), request)


def rows(page: ListPage) -> list[int]:
    assert not page.notices, page.notices
    return [int(row.cells[0].value.removeprefix("Row ")) for row in page.rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # The clocks go forward in London on 29 March 2026: that day ends at 23:00 UTC.
        ("at_from=2026-03-29&at_to=2026-03-29", [1, 2]),
        ("at_to=2026-03-28", [0]),
        ("at_from=2026-03-30", [3, 4]),
        ("at=today", [4]),
        ("at=this_month", [0, 1, 2, 3, 4]),
        ("at=last_month", []),
        ("at=yesterday", [3]),
        ("value_min=500&value_max=1%2C000.00", [1, 2]),
        ("value_min=%C2%A31500", [3, 4]),
        ("effort_max=13.9", [0, 1]),
        ("effort_min=27h45", [2, 3, 4]),
        ("share_min=10%25&share_max=15", [2, 3]),
    ],
)
def test_figures_and_days(
    query: str, expected: list[int], world: Company, moments: ListOf[SearchRow]
) -> None:
    assert rows(page_of(moments, query, world)) == expected


@pytest.mark.parametrize(
    "query",
    ["value_min=12+USD", "value_min=1.2345", "effort_min=soon", "share_min=ten", "at_to=31.3.2026",
     "value_min=99999999999999999999", "share_min=999999999999"],
)  # fmt: skip
def test_figures_that_cannot_be_read(
    query: str, world: Company, moments: ListOf[SearchRow]
) -> None:
    page = page_of(moments, query, world)
    assert page.notices
    assert len(page.rows) == 5


def test_every_named_span_is_in_order() -> None:
    for name in NAMED_SPANS:
        first, last = named_span(name, AT, "Europe/London")
        assert last is not None
        assert first is None or first <= last


def test_what_may_be_done_with_many_rows_depends_on_the_right(
    world: Company, moments: ListOf[SearchRow]
) -> None:
    (one,) = page_of(moments, "", world).bulk
    assert (one.title, one.url, one.confirm) == ("Check", reverse("record-check"), "Check these?")
    assert page_of(moments, "", world, "theo").bulk == ()


def post(*selected: str) -> Any:
    return RequestFactory().post("/", {"selected": list(selected)})


def test_selected_rows_are_those_that_the_reader_may_see(
    world: Company, elsewhere: Company
) -> None:
    theo, sam = world.people["theo"], world.people["sam"]
    stranger = elsewhere.people["olga"]
    seen = Person.objects.all()
    found = selected_rows(post(str(theo.pk), str(sam.pk), str(theo.pk)), seen)
    assert found == sorted([theo, sam], key=lambda person: person.pk)
    with pytest.raises(Refused, match="not_found"):
        selected_rows(post(str(theo.pk), str(stranger.pk)), seen)
    with pytest.raises(Refused, match="not_found"):
        selected_rows(post(str(theo.pk)), seen.exclude(handle="theo"))


@pytest.mark.parametrize(
    "selected",
    [(), ("x",), ("-1",), ("1.0",), ("9" * 30,), ("1; drop",), tuple(map(str, range(501)))],
)
def test_a_selection_that_cannot_be_used(selected: tuple[str, ...], world: Company) -> None:
    with pytest.raises(Refused, match="invalid_input"):
        selected_rows(post(*selected), Person.objects.all())


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_is_a_formula(begins: str) -> None:
    assert harmless(f"{begins}cmd|' /C calc'!A0").startswith("'")
    assert harmless("Acme") == "Acme"
