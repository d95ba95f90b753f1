"""Search: what is found, by whom, how fast it follows, and that nobody's words reach a stranger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.demo.cast import OPENING, found_company
from upheld.foundation.models import SearchRow
from upheld.foundation.search import Document, declare_command, declare_kind, refresh_search, search
from upheld.foundation.search.registry import COMMANDS, KINDS, commands_for
from upheld.foundation.search.words import words_of
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.may import May
from upheld.people.models import Person, Team
from upheld.people.operations.people import add_person, change_person
from upheld.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upheld.demo.cast import Company
    from upheld.foundation.actor import Actor


@pytest.fixture
def findable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let people be found by name and title, those without a title not at all."""

    def document(person: Person) -> Document | None:
        if person.title == "hidden":
            return None
        return Document(
            title=person.name, text=person.title, hint=person.role, url=f"/people/{person.handle}",
            at=OPENING + timedelta(minutes=person.pk),
        )  # fmt: skip

    monkeypatch.setattr(Person, "search_kind", "test-person", raising=False)
    monkeypatch.setattr(Person, "search_document", document, raising=False)
    declare_kind("test-person", "People", icon="user", may=May.SEE_PEOPLE)
    declare_kind("test-secret", "Secrets", icon="lock", may=May.SEE_PAY)
    yield
    del KINDS["test-person"], KINDS["test-secret"]


@pytest.fixture
def company(findable: None, db: None) -> Iterator[Company]:
    """Founded anew, so that its people can be found as the kind declared here."""
    made = found_company("Northgate IT", "northgate", owner=("ana", "Ana Reyes"))
    with open_provider(made.provider.pk):
        yield made


@pytest.fixture
def elsewhere(company: Company) -> Company:
    return found_company("Southbank Systems", "southbank", owner=("olga", "Olga Petrov"), cast=())


def found(actor: Actor, text: str) -> list[str]:
    return [hit.title for hit in search(actor, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sam", ["Sam Okafor"]),
        ("SAM OKA", ["Sam Okafor"]),
        ("oka sam", ["Sam Okafor"]),
        ("technic", ["Theo Marsh", "Dana Whitfield"]),
        ("techni senior", ["Dana Whitfield"]),
        ("am", []),
        ("sam lena", []),
        ("", []),
        ("  - ' \" * ( ) : ", []),
        ("sam*", ["Sam Okafor"]),
        ('"sam" OR lena', []),
        ("sam NOT okafor", []),
        ("x" * 5000, []),
        ("\u202e sam", ["Sam Okafor"]),
    ],
)
def test_every_word_must_begin_a_word(text: str, expected: list[str], company: Company) -> None:
    assert found(company.ana, text) == expected


def test_accents_and_capitals_do_not_matter(company: Company) -> None:
    add_person(
        name="Zoë Müller-Ångström", email="zoe@example.org", role=Role.TECHNICIAN,
        by=company.ana, at=OPENING,
    )  # fmt: skip
    for text in ("zoe muller", "ZOË", "angstrom", "müller-ång"):
        assert found(company.ana, text) == ["Zoë Müller-Ångström"], text


def test_follows_a_change_in_the_same_operation(company: Company) -> None:
    sam = company.people["sam"]
    change_person(person=sam, name="Samuel Adeyemi", by=company.ana, at=OPENING)
    assert found(company.ana, "okafor") == []
    assert found(company.ana, "samuel") == ["Samuel Adeyemi"]
    change_person(person=sam, title="hidden", by=company.ana, at=OPENING)
    assert found(company.ana, "samuel") == []
    assert not SearchRow.objects.filter(subject_id=sam.pk).exists()


def test_an_unchanged_row_is_not_written_again(company: Company) -> None:
    sam = company.people["sam"]
    with CaptureQueriesContext(connection) as made:
        refresh_search(sam, Team(pk=1))
    assert [q["sql"][:6].upper() for q in made.captured_queries] == ["SELECT"]


def test_the_best_comes_first_then_the_newest(company: Company) -> None:
    for name, title in (("Bo Sam", "x"), ("Ida Lund", "sam"), ("Sam Aa", "x"), ("Sam", "x")):
        add_person(
            name=name, title=title, email=f"{name.replace(' ', '')}@example.org",
            role=Role.TECHNICIAN, by=company.ana, at=OPENING,
        )  # fmt: skip
    assert found(company.ana, "sam") == ["Sam", "Sam Aa", "Sam Okafor", "Bo Sam", "Ida Lund"]


def test_nobody_finds_a_strangers_rows(company: Company, elsewhere: Company) -> None:
    with open_provider(elsewhere.provider.pk):
        assert found(elsewhere.olga, "olga") == ["Olga Petrov"]
        assert found(elsewhere.olga, "sam") == []
    assert found(company.ana, "olga") == []
    assert found(company.ana, f"{elsewhere.provider.pk}:olga") == []


def test_a_kind_needs_its_right(company: Company) -> None:
    with bookkeeping():
        SearchRow(
            kind="test-secret", subject_id=1, title="Pay of Sam", url="/x", at=OPENING,
            words=f"{company.provider.pk}:pay",
        ).save()  # fmt: skip
    assert found(company.felix, "pay") == ["Pay of Sam"]
    assert found(company.theo, "pay") == []
    assert [hit.title for hit in search(company.felix, "pay", ["test-person"])] == []


def test_a_customer_finds_only_what_it_may_read(company: Company) -> None:
    provider = company.provider.pk
    with bookkeeping():
        for number, (customer, portal) in enumerate(
            [(7, "/p/1"), (7, ""), (8, "/p/3"), (None, "")]
        ):
            SearchRow(
                kind="test-person", subject_id=1000 + number, title=f"Visit {number}", url="/in",
                at=OPENING, customer_id=customer, portal_url=portal, words=f"{provider}:visit",
            ).save()  # fmt: skip
    buyer = replace(company.theo, customer_id=7, capabilities=frozenset())
    with open_provider(provider, customer_id=7):
        assert [(hit.title, hit.url) for hit in search(buyer, "visit")] == [("Visit 0", "/p/1")]
    assert len(search(company.ana, "visit")) == 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="roles are PostgreSQL's")
def test_the_index_cannot_be_asked_about_a_stranger(company: Company, elsewhere: Company) -> None:
    asked = "select count(*) from upheld_search(%s, %s, null, 200)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [["olga"], ["test-person"]])
        assert cursor.fetchone() == (0,)
        cursor.execute(
            asked, [["sam' | '" + str(elsewhere.provider.pk) + ":olga"], ["test-person"]]
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("select set_config('upheld.provider', '', true)")
        cursor.execute(asked, [["sam"], ["test-person"]])
        assert cursor.fetchone() == (0,)


def test_many_hits_are_cut_to_the_newest(company: Company) -> None:
    provider = company.provider.pk
    with bookkeeping():
        SearchRow.objects.bulk_create(
            SearchRow(
                kind="test-person",
                subject_id=5000 + n,
                title=f"Lamp {n}",
                url="/",
                words=f"{provider}:lamp",
                at=OPENING + timedelta(hours=n),
            )
            for n in range(250)
        )
    with CaptureQueriesContext(connection) as made:
        hits = search(company.ana, "lamp")
    assert len(made.captured_queries) == 1
    assert len(hits) == 200
    assert hits[0].title == "Lamp 249"


def test_removing_a_row_removes_its_words(company: Company) -> None:
    with bookkeeping():
        SearchRow.objects.filter(title="Sam Okafor").delete()
    assert found(company.ana, "sam") == []
    refresh_search(company.people["sam"])
    assert found(company.ana, "sam") == ["Sam Okafor"]


def test_words_are_bounded() -> None:
    assert words_of("a" * 100) == ["a" * 40]
    assert words_of("Straße ﬁle \uff12\uff14 x_y") == ["strasse", "file", "24", "x", "y"]


def test_commands_are_offered_to_whoever_may(company: Company) -> None:
    declare_command("New lamp", "search", May.MANAGE_PEOPLE)
    declare_command("Old lamp", "no-such-route", None)
    try:
        assert [one.title for one in commands_for(company.ana, "lam n")["New"]] == ["New lamp"]
        assert "New lamp" not in str(commands_for(company.theo, "lamp"))
        assert "Old lamp" not in str(commands_for(company.ana, "lamp"))
        assert "New lamp" not in str(commands_for(company.ana, "lamb"))
    finally:
        del COMMANDS["search"], COMMANDS["no-such-route"]
