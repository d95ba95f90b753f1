"""The list page: filters, order, paging and columns, over the people of the small company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.db.models import Q
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from upheld.demo.cast import OPENING
from upheld.foundation.lists import (
    LISTS,
    ByChoice,
    ByDays,
    ByNumber,
    ByPerson,
    ByRow,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    ListPage,
    Pill,
    list_page,
)
from upheld.foundation.lists.people import offer_people
from upheld.people.may import May
from upheld.people.models import Person
from upheld.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upheld.demo.cast import Company
    from upheld.foundation.actor import Actor


@pytest.fixture
def people_list() -> Iterator[ListOf[Person]]:
    made: ListOf[Person] = ListOf(
        key="test-people",
        title="People",
        noun="person",
        nouns="people",
        url=lambda person: f"/people/{person.handle}",
        order="name",
        columns=(
            ListColumn("name", "Name", lambda p: p.name, sort="name", link=True),
            ListColumn("role", "Role", lambda p: Pill(Role(p.role).title), Kind.STATUS,
                       sort="role"),
            ListColumn("hired", "Hired", lambda p: p.hired_on, Kind.DAY, sort="hired_on"),
            ListColumn("boss", "Manager", lambda p: p.manager and p.manager.name, Kind.PERSON,
                       sort="manager__name"),
            ListColumn("version", "Version", lambda p: p.version, Kind.NUMBER, sort="version",
                       shown=False),
            ListColumn("email", "Pay", lambda p: p.email, sort="email", may=May.SEE_PAY),
        ),
        filters=(
            ByText("name", "title"),
            ByChoice("role", "Role", "role", choices=Role),
            ByPerson("boss", "Manager", "manager_id"),
            ByDays("hired", "Hired", "hired_on"),
            ByNumber("version", "Version", "version"),
            ByYesNo("active", "Active", Q(active=True)),
            ByRow("under", "Manager", "manager_id", name_of=_name),
            ByNumber("pay", "Pay", "pk", may=May.SEE_PAY),
        ),
    )  # fmt: skip
    offer_people(lambda: Person.objects.order_by("name").values_list("pk", "name"))
    yield made
    del LISTS["test-people"]


def _name(pk: int) -> str | None:
    return Person.objects.filter(pk=pk).values_list("name", flat=True).first()


def page_of(spec: ListOf[Person], query: str, actor: Actor) -> ListPage:
    request: Any = RequestFactory().get(f"/people?{query}")
    request.actor, request.at = actor, OPENING
    return list_page(spec, Person.objects.select_related("manager"), request)


def names(page: ListPage) -> list[str]:
    return [row.cells[0].value for row in page.rows]


def follow(spec: ListOf[Person], url: str, actor: Actor) -> ListPage:
    return page_of(spec, urlsplit(url).query, actor)


def test_shows_all_in_the_lists_own_order(world: Company, people_list: ListOf[Person]) -> None:
    page = page_of(people_list, "", world.sam)
    assert names(page) == sorted(person.name for person in world.people.values())
    assert page.count_said == "8 people"
    assert page.rows[0].url == "/people/ana"
    assert page.rows[0].cells[0].url == "/people/ana"
    assert [column.title for column in page.columns] == ["Name", "Role", "Hired", "Manager"]
    assert page.columns[0].sorted == "asc"
    assert not page.notices


def test_is_empty_of_other_providers(
    world: Company, elsewhere: Company, people_list: ListOf[Person]
) -> None:
    assert elsewhere.people["olga"].name not in names(page_of(people_list, "q=olga", world.sam))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=sam", {"Sam Okafor"}),
        ("q=NOVAK+marek", {"Marek Novak"}),
        ("q=100%25", set()),
        ("role=technician&role=finance", {"Dana Whitfield", "Theo Marsh", "Felix Adeyemi"}),
        ("boss=me", {"Dana Whitfield", "Theo Marsh"}),
        ("boss=none", {"Ana Reyes"}),
        ("hired_from=2022-01-10&hired_to=2022-01-10&q=sam", {"Sam Okafor"}),
        ("hired_to=2022-01-09", set()),
        ("hired=past&q=theo", {"Theo Marsh"}),
        ("hired=today", set()),
        ("active=no", set()),
        ("active=yes&q=lena", {"Lena Brandt"}),
        ("version_min=2", set()),
        ("version_max=1&q=priya", {"Priya Raman"}),
    ],
)
def test_filters(
    query: str, expected: set[str], world: Company, people_list: ListOf[Person]
) -> None:
    page = page_of(people_list, query, world.sam)
    assert set(names(page)) == expected
    assert not page.notices


@pytest.mark.parametrize(
    "query",
    [
        "role=king",
        "boss=999999",
        "boss=0x1",
        "hired_from=yesterday",
        "hired_from=2022-02-30",
        "hired_from=0001-01-01",
        "hired_from=2023-01-01&hired_to=2022-01-01",
        "hired=someday",
        "version_min=9223372036854775808",
        "version_min=1.5",
        "version_min=٣",
        "version_min=5&version_max=4",
        "active=perhaps",
        "under=999999",
        "q=" + "x" * 201,
        "q=a%00b",
        "sort=provider",
        "sort=provider__name",
        "sort=-",
        "col=secret",
        "&".join(f"role={n}" for n in range(70)),
    ],
)
def test_leaves_out_what_cannot_be_used_and_says_so(
    query: str, world: Company, people_list: ListOf[Person]
) -> None:
    page = page_of(people_list, query, world.sam)
    assert page.notices
    assert page.rows
    assert not page.query


@pytest.mark.parametrize(
    "query", ["provider_id=1", "name__startswith=S", "active=yes&x=1", "a[]=1"]
)
def test_ignores_names_that_are_not_declared(
    query: str, world: Company, people_list: ListOf[Person]
) -> None:
    page = page_of(people_list, query, world.sam)
    assert len(page.rows) == 8
    assert "x=" not in page.query


@pytest.mark.parametrize(
    "sort", ["", "name", "-name", "role", "-role", "hired", "-hired", "boss", "-boss", "version"]
)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_cover_every_row_once_both_ways(
    sort: str, size: int, world: Company, people_list: ListOf[Person]
) -> None:
    whole = names(page_of(people_list, f"sort={sort}" if sort else "", world.sam))
    object.__setattr__(people_list, "size", size)
    page = page_of(people_list, f"sort={sort}" if sort else "", world.sam)
    pages = [names(page)]
    assert not page.pager.newer_url
    while page.pager.older_url:
        page = follow(people_list, page.pager.older_url, world.sam)
        pages.append(names(page))
    assert [name for one in pages for name in one] == whole
    back = [names(page)]
    while page.pager.newer_url:
        page = follow(people_list, page.pager.newer_url, world.sam)
        back.append(names(page))
    assert back == pages[::-1]


@pytest.mark.parametrize("sort", ["boss", "-boss", "hired", "-hired"])
def test_rows_without_a_value_come_last(
    sort: str, world: Company, people_list: ListOf[Person]
) -> None:
    assert names(page_of(people_list, f"sort={sort}", world.sam))[-1] == "Ana Reyes"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "W10",
        "bnVsbA",
        "eyJhIjoxfQ",
        "WyJuYW1lIiwxXQ",
        "A" * 2000,
        "WyJuYW1lIixudWxsLDFd",
        "WyJuYW1lIiwiXHVkODAwIiwxXQ",
    ],
)
def test_a_damaged_cursor_leads_to_the_first_page(
    cursor: str, world: Company, people_list: ListOf[Person]
) -> None:
    assert len(page_of(people_list, f"after={cursor}", world.sam).rows) == 8


def test_a_cursor_of_another_order_is_not_followed(
    world: Company, people_list: ListOf[Person]
) -> None:
    object.__setattr__(people_list, "size", 2)
    older = page_of(people_list, "", world.sam).pager.older_url
    after = dict(parse_qsl(urlsplit(older).query))["after"]
    page = page_of(people_list, f"sort=-role&after={after}", world.sam)
    assert not page.pager.newer_url


def test_links_change_one_thing_and_keep_the_rest(
    world: Company, people_list: ListOf[Person]
) -> None:
    page = page_of(people_list, "role=technician&role=owner&sort=-hired&q=a&hired=past", world.sam)
    assert [one.value for one in page.active] == ["Owner, Technician", "Before today"] or [
        one.value for one in page.active
    ] == ["Technician, Owner", "Before today"]
    without = dict(parse_qsl(urlsplit(page.active[1].without_url).query))
    assert without == {"role": "owner", "sort": "-hired", "q": "a"}
    assert page.columns[2].sorted == "desc"
    assert "sort=hired" in page.columns[2].sort_url
    assert page.exports[0].url.endswith("export=csv")


def test_chosen_columns_are_kept_in_the_address(
    world: Company, people_list: ListOf[Person]
) -> None:
    page = page_of(people_list, "col=version&col=name", world.sam)
    assert [column.title for column in page.columns] == ["Name", "Version"]
    assert page.query == "col=name&col=version"
    assert page_of(people_list, "col=name&col=role&col=hired&col=boss", world.sam).query == ""


def test_a_column_without_the_right_is_not_there_in_any_way(
    world: Company, people_list: ListOf[Person]
) -> None:
    seen = page_of(people_list, "sort=email&pay_min=3", world.felix)
    assert "Pay" in [column.title for column in seen.columns]
    assert not seen.notices
    hidden = page_of(people_list, "sort=email&pay_min=3&col=email", world.theo)
    assert "Pay" not in [column.title for column in hidden.columns]
    assert len(hidden.rows) == 8
    assert not any("pay" in entry.name for entry in hidden.entries)
    assert hidden.query == ""
    assert len(hidden.notices) == 2


def test_the_bare_address_can_stand_for_filters(
    world: Company, people_list: ListOf[Person]
) -> None:
    object.__setattr__(people_list, "opens_with", "boss=me")
    page = page_of(people_list, "", world.sam)
    assert len(page.rows) == 2
    assert page.active[0].without_url == "/people?all=1"
    assert len(page_of(people_list, "all=1", world.sam).rows) == 8
    assert len(page_of(people_list, "q=", world.sam).rows) == 8


def test_needs_two_queries_and_no_more_for_many_rows(
    world: Company, people_list: ListOf[Person]
) -> None:
    with CaptureQueriesContext(connection) as made:
        page_of(people_list, "boss=me&hired=past&sort=-boss&role=technician", world.sam)
    reading = [query for query in made.captured_queries if "set_config" not in query["sql"]]
    assert len(reading) == 2, [query["sql"] for query in reading]


def test_counts_exactly_up_to_a_thousand(world: Company, people_list: ListOf[Person]) -> None:
    from upheld.foundation.tenancy.writing import bookkeeping

    def hire(first: int, count: int) -> None:
        with bookkeeping():
            Person.objects.bulk_create(
                Person(name=f"Temp {n}", email="", handle=f"temp-{n}", role="technician")
                for n in range(first, first + count)
            )

    hire(0, 992)
    page = page_of(people_list, "", world.sam)
    assert page.count_said == "1,000 people"
    assert not page.pager.count_is_capped
    hire(992, 1)
    page = page_of(people_list, "", world.sam)
    assert page.count_said == "1,000+ people"
    assert page.pager.count_is_capped
    assert page_of(people_list, "q=nobody+at+all", world.sam).pager.count == 0


def test_a_declaration_that_contradicts_itself_fails_at_once() -> None:
    column = ListColumn[Person]("a", "A", lambda p: p.name)
    given: dict[str, Any] = {
        "key": "test-bad", "title": "T", "noun": "t", "url": lambda p: "", "order": "name",
    }  # fmt: skip
    with pytest.raises(ValueError, match="twice"):
        ListOf(columns=(column, column), **given)
    with pytest.raises(ValueError, match="reserved"):
        ListOf(columns=(column,), filters=(ByYesNo("sort", "S", Q(active=True)),), **given)
    assert "test-bad" not in LISTS
