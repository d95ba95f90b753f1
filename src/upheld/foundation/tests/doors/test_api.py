"""The foundation's endpoints, and what every list answers to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from upheld.demo.cast import OPENING
from upheld.foundation.lists import seen_version, with_etag
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.people.operations.tokens import issue_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from upheld.demo.cast import Company


@pytest.fixture
def program(world: Company, client: Client) -> Callable[..., Any]:
    """Ask an endpoint with somebody's token."""

    def ask(path: str, handle: str = "ana", scopes: tuple[str, ...] = ("*",)) -> Any:
        _, secret = issue_token(
            person=world.people[handle], name="test", scopes=scopes, by=world.ana, at=OPENING
        )
        return client.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"})

    return ask


def test_the_record_is_paged_to_its_end(program: Any) -> None:
    first = program("record?limit=3&sort=number").json()
    assert [one["sequence"] for one in first["items"]] == [0, 1, 2]
    second = program(f"record?limit=200&sort=number&after={first['next']}").json()
    assert [one["sequence"] for one in second["items"]][:2] == [3, 4]
    assert second["next"] == ""
    assert "Lena" not in str(first)


def test_the_lists_filters_are_parameters(program: Any, world: Company) -> None:
    asked = "record?who=me&number_min=2&number_max=3"
    assert [one["sequence"] for one in program(asked).json()["items"]] == [3, 2]
    assert program("record?q=nothing").json() == {"items": [], "next": ""}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("sort=leaf_hash", "sort"),
        ("after=AAAA", "after"),
        ("at_from=2026-13-01", "at_from"),
        ("at=whenever", "at"),
        ("whom=me", "whom"),
        ("provider_id=2", "provider_id"),
        ("number_min=1e3", "number_min"),
        ("q=%00", "q"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused(query: str, field: str, program: Any) -> None:
    answer = program(f"record?{query}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_input"
    assert list(answer.json()["fields"]) == [field]


def test_the_record_needs_its_right_and_scope(program: Any) -> None:
    for path in ("record", "record/head", "record/0/receipt"):
        assert program(path, "sam").status_code == 403
        assert program(path, scopes=("people:person:see",)).status_code == 403
        assert program(path).status_code == 200


def test_receipts_and_heads(program: Any) -> None:
    entry = RecordEntry.objects.get(sequence=1)
    assert program("record/1/receipt").json()["leaf_hash"] == entry.leaf_hash
    assert program("record/1000000/receipt").status_code == 404
    assert program(f"record/{2**63}/receipt").status_code == 422
    assert program("record/head?since=3").json()["consistency"]["from_size"] == 3
    assert program("record/head?since=1000000").status_code == 422


def test_search_through_the_api(program: Any) -> None:
    assert program("search?q=zzzz").json() == {"items": []}
    assert program("search?q=").status_code == 422
    assert program("search").status_code == 422
    assert program("search?q=a&kind=nothing").status_code == 422
    assert program("search?q=%00").status_code == 422


def test_the_description_names_every_filter(program: Any) -> None:
    described = program("openapi.json").json()["paths"]["/api/v1/record"]["get"]["parameters"]
    names = {one["name"] for one in described}
    assert {"q", "who", "at", "at_from", "at_to", "number_min", "sort", "after", "limit"} <= names


def asked_with(**headers: str) -> Any:
    return RequestFactory().get("/", headers=headers)


def test_a_version_goes_out_as_an_etag_and_comes_back_as_if_match(world: Company) -> None:
    response = HttpResponse()
    assert with_etag(response, world.people["theo"], "answer") == "answer"
    tag = response.headers["ETag"]
    assert seen_version(asked_with(**{"if-match": tag})) == world.people["theo"].version
    assert seen_version(asked_with()) is None
    assert seen_version(asked_with(**{"if-match": "*"})) is None
    form: Any = RequestFactory().post("/", {"version": "7"})
    assert seen_version(form) == 7
    form = RequestFactory().post("/", {"version": "x"})
    assert seen_version(form) is None


@pytest.mark.parametrize("tag", ["3", 'W/"3"', '"a"', '"3", "4"', '"' + "9" * 30 + '"'])
def test_an_entity_tag_that_is_none_of_ours_is_refused(tag: str) -> None:
    with pytest.raises(Refused, match="invalid_input"):
        seen_version(asked_with(**{"if-match": tag}))
