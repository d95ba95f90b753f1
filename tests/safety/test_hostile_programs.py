"""What programs should never send: every operation of the API answers it with a refusal.

Each value goes alone into an otherwise usable body, into every parameter and into every part of an
address, on both databases.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from tests.safety.examples import address
from tests.safety.hostile import (
    BARE,
    BODIES,
    FIGURES,
    HALF,
    HEADERS,
    HUGE,
    NUL,
    OVERFLOW,
    fault_in_problem,
    nothing_kept,
)
from tests.safety.shapes import Shapes
from tests.safety.story import NOW, Story, tell

from upheld.foundation.clock import standing_at

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

JSON = "application/json"
PARAMETERS = (NUL, HALF, "9" * 400, str(OVERFLOW), "-1", "٣", "2026-02-30", "9999-12-31", "%00")
"""What each parameter of a list is given; the same filters meet more on the pages."""
PARTS = (NUL, "9" * 25, "-1", "٣", "%FF", "a" * 300)
"""What stands for a number or a key in an address."""


@pytest.fixture
def story(world, elsewhere, monkeypatch) -> Iterator[Story]:
    told = tell(world, elsewhere, monkeypatch)
    with standing_at(NOW):
        yield told


class Program:
    """A program that sends one thing after another and notes what is answered badly."""

    def __init__(self, story: Story, who: str) -> None:
        self.story = story
        self.client = story.program_of(who)
        self.described = Shapes(self.client.get("/api/v1/openapi.json").json())
        self.found: list[str] = []
        self.sent = 0

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, methods in self.described.paths.items():
            for method, operation in methods.items():
                yield path, method.upper(), operation

    def send(self, method: str, url: str, why: str, **how: Any) -> int:
        """Send one request, undo it and note what is wrong with its answer; give its status."""
        self.sent += 1
        with nothing_kept():
            answer = self.client.generic(method, url, **how)
            fault = fault_in_problem(answer)
        if fault:
            self.found.append(f"{method} {url[:90]} with {why}: {fault}")
        return answer.status_code

    def report(self) -> str:
        return f"{len(self.found)} of {self.sent} answers:\n" + "\n".join(self.found)


def _short(value: Any) -> str:
    return ascii(value)[:50]


def _parameters(operation: dict[str, Any], place: str) -> list[str]:
    return [one["name"] for one in operation.get("parameters", []) if one["in"] == place]


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_no_field_of_a_body_makes_the_api_stumble(story, who):
    program = Program(story, who)
    for path, method, operation in program.operations():
        schema = program.described.body_schema(operation)
        if schema is None or not _is_open_to(operation, who):
            continue
        url = address(path.removeprefix("/"), story)
        usable = program.described.example(schema)
        for body, why in _spoilt(usable):
            program.send(method, url, why, data=body, content_type=JSON)
    assert program.sent > 200
    assert not program.found, program.report()


def _is_open_to(operation: dict[str, Any], who: str) -> bool:
    return (operation["x-audience"] == "staff") == (who != "carla")


def _spoilt(usable: Any) -> Iterator[tuple[str, str]]:
    """Give a usable body once, then with one field after another spoilt."""
    yield json.dumps(usable), "a usable body"
    for place in _places(usable):
        for value in (NUL, HALF, HUGE, "2026-02-30", "", *FIGURES):
            yield json.dumps(_put(usable, place, value)), f"{place}={_short(value)}"
        marked = json.dumps(_put(usable, place, "@@"))
        for bare in BARE[:1]:
            yield marked.replace('"@@"', bare), f"{place}={bare}"
    if isinstance(usable, dict):
        yield json.dumps({**usable, "no_such_field": HUGE, NUL: NUL}), "fields of no meaning"


def _places(usable: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = (
        usable.items() if isinstance(usable, dict)
        else enumerate(usable) if isinstance(usable, list) else ()
    )  # fmt: skip
    for key, value in items:
        yield (*before, key)
        yield from _places(value, (*before, key))


def _put(usable: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    copy = dict(usable) if isinstance(usable, dict) else list(usable)
    copy[place[0]] = _put(usable[place[0]], place[1:], value)
    return copy


def test_no_whole_body_makes_the_api_stumble(story):
    program = Program(story, "ana")
    for path, method, operation in program.operations():
        if method == "GET" or not _is_open_to(operation, "ana"):
            continue
        url = address(path.removeprefix("/"), story)
        for kind, body in BODIES:
            program.send(method, url, f"{kind} {body[:20]!r}", data=body, content_type=kind)
    assert program.sent > 200
    assert not program.found, program.report()


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_no_parameter_makes_the_api_stumble(story, who):
    program = Program(story, who)
    for path, method, operation in program.operations():
        if not _is_open_to(operation, who):
            continue
        url = address(path.removeprefix("/"), story)
        if method == "GET":
            for name in (*_parameters(operation, "query"), "after", "limit", "sort"):
                for text in PARAMETERS:
                    program.send(method, f"{url}?{name}={_encoded(text)}", _short(text))
        for name in _parameters(operation, "path"):
            for text in PARTS:
                program.send(method, _with_part(path, name, text, story), _short(text))
    assert program.sent > 200
    assert not program.found, program.report()


def _encoded(text: str) -> str:
    return quote(text[:3_000].encode("utf-8", "surrogatepass"))


def _with_part(path: str, name: str, text: str, story: Story) -> str:
    """Fill an address with examples, save one part that is given."""
    kept = path.replace(f"{{{name}}}", "@@").removeprefix("/")
    return address(kept, story).replace("@@", _encoded(text)) if "{" in kept else (
        "/" + kept.replace("@@", _encoded(text))
    )  # fmt: skip


def test_no_header_makes_the_api_stumble(story):
    program = Program(story, "ana")
    for path, method, operation in program.operations():
        if method == "GET" or not _is_open_to(operation, "ana"):
            continue
        url = address(path.removeprefix("/"), story)
        schema = program.described.body_schema(operation)
        body = json.dumps(program.described.example(schema)) if schema else ""
        for headers in HEADERS:
            why = ascii(headers)
            program.send(method, url, why, data=body, content_type=JSON, headers=headers)
    assert program.sent > 200
    assert not program.found, program.report()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer a\0b",
        "Bearer \u00fc",
        "Basic YTpi",
        "Bearer " + "x" * 60_000,
    ],
)
def test_no_token_makes_the_api_stumble(story, token):
    client = story.program_of("")
    answer = client.get("/api/v1/customers", headers={"authorization": token})
    assert answer.status_code == 401
    assert fault_in_problem(answer) == ""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/no-such-thing"),
        ("DELETE", "/api/v1/customers"),
        ("TRACE", "/api/v1/customers"),
        ("PUT", "/api/v1/search"),
        ("GET", "/api/v1/"),
    ],
)
def test_an_address_or_method_that_is_not_there_is_a_problem_document(story, method, path):
    answer = story.program_of("ana").generic(method, path)
    assert answer.status_code in {404, 405}
    assert fault_in_problem(answer) == ""
