"""What nobody means to type: every page and every form answers it, and keeps what was typed.

The fields of a form are those that its page shows and those that its view was seen to read.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from tests.safety.examples import QUERIES, address, missing_example
from tests.safety.hostile import NUL, OVERFLOW, TEXTS, body_of, nothing_kept
from tests.safety.rendered import RenderedForm, forms_of
from tests.safety.story import NOW, Story, tell
from tests.safety.unfinished import leave_open
from tests.safety.walk import Route, routes

from upheld.foundation.clock import standing_at
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.lists import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = pytest.mark.slow

ALONE = (NUL, str(OVERFLOW))
"""What each field is given while the others hold something usable."""
ROUNDS = 4
"""How often all fields are given something at once, each another text each time."""
OF_A_LIST = ("sort", "col", "after", "before", "all", "export", "q", "limit")
MARK = "Kept & <typed> {} “so”"


@pytest.fixture
def story(world, elsewhere, monkeypatch) -> Iterator[Story]:
    told = leave_open(tell(world, elsewhere, monkeypatch))
    with standing_at(NOW):
        yield told


class Visitor:
    """Somebody who types into one form after another and notes what is answered badly."""

    def __init__(self, story: Story, who: str) -> None:
        self.story, self.who = story, who
        self.page = story.page_of(who)
        self.found: list[str] = []
        self.sent = 0

    def url(self, route: Route) -> str:
        return address(route.pattern, self.story)

    def open_to_me(self, method: str) -> list[Route]:
        mine = Audience.CUSTOMER if self.who == "carla" else Audience.STAFF
        open_ones = {mine, Audience.SIGNED_IN, Audience.ANYONE}
        found = [one for one in routes() if one.method == method and not one.is_api]
        return [
            one
            for one in found
            if one.audience in open_ones
            and one.name != "components"
            and not missing_example(one.pattern)
        ]

    def send(self, method: str, url: str, why: str, sent: Any = "") -> tuple[int, str]:
        """Send one request, undo it, and note a fault; give its status and its text."""
        self.sent += 1
        with nothing_kept():
            answer = (
                self.page.get(url) if method == "GET"
                else self.page.generic("POST", url, sent, "application/x-www-form-urlencoded")
            )  # fmt: skip
            text = body_of(answer).decode(errors="replace")
        if answer.status_code >= 500 or (answer.status_code == 400 and "Back" not in text):
            self.found.append(f"{method} {url[:90]} with {why}: {answer.status_code}")
        return answer.status_code, text

    def report(self) -> str:
        return f"{len(self.found)} of {self.sent} answers:\n" + "\n".join(self.found)


@pytest.fixture
def asked_for(monkeypatch) -> set[str]:
    """Note under which names views look into what was sent."""
    names: set[str] = set()
    for method in ("__getitem__", "__contains__", "get", "getlist"):
        monkeypatch.setattr(QueryDict, method, _noting(names, method), raising=False)
    return names


def _noting(names: set[str], method: str) -> Any:
    found = getattr(QueryDict, method)

    def noting(self: Any, key: Any, *more: Any, **named: Any) -> Any:
        names.add(str(key))
        return found(self, key, *more, **named)

    return noting


def _rounds(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Give every name a hostile text, each another one, and each another one the next time."""
    for turn in range(ROUNDS):
        yield {
            name: TEXTS[(place + turn * len(TEXTS) // ROUNDS) % len(TEXTS)]
            for place, name in enumerate(sorted(names))
        }


def _query(name: str, text: str) -> str:
    return urlencode({name: text.encode("utf-8", "surrogatepass")[:3_000]})


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_no_parameter_of_a_page_makes_it_stumble(story, who, asked_for):
    visitor = Visitor(story, who)
    filters = {one.route: one.filters for one in LISTS.values() if one.route}
    for route in visitor.open_to_me("GET"):
        url = visitor.url(route)
        asked_for.clear()
        visitor.send("GET", url + QUERIES.get(route.name, ""), "nothing unusual")
        names = {*asked_for, *OF_A_LIST}
        names |= {name for one in filters.get(route.name, ()) for name in one.names()}
        for given in _rounds(names):
            query = "&".join(_query(name, text) for name, text in given.items())
            visitor.send("GET", f"{url}?{query}", f"{ascii(given)[:300]}")
        for name in sorted(asked_for):
            for text in (NUL, str(OVERFLOW), "9999-12-31"):
                visitor.send("GET", f"{url}?{_query(name, text)}", f"{name}={ascii(text)[:40]}")
    assert visitor.sent > 100
    assert not visitor.found, visitor.report()


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_no_part_of_an_address_makes_a_page_stumble(story, who):
    visitor = Visitor(story, who)
    for route in [*visitor.open_to_me("GET"), *visitor.open_to_me("POST")]:
        for text in ("9" * 25, str(OVERFLOW), str(OVERFLOW - 1), "%00", "%ED%A0%80", "a" * 300):
            for part in re.findall(r"<[^>]+>", route.pattern):
                if part.startswith("<int:") and not text.isdecimal():
                    continue
                filled = address(route.pattern.replace(part, "@@"), story).replace("@@", text)
                visitor.send(route.method, filled, part)
    assert visitor.sent > 90
    assert not visitor.found, visitor.report()


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_no_field_of_a_form_makes_it_stumble(story, who, asked_for):
    visitor = Visitor(story, who)
    shown = _shown_forms(visitor)
    for route in visitor.open_to_me("POST"):
        url = visitor.url(route)
        asked_for.clear()
        status, _text = visitor.send("POST", url, "nothing")
        if status in {403, 404}:
            continue
        form = shown.get(url)
        usable = form.values() if form else {}
        names = sorted({*usable, *asked_for} - {"csrfmiddlewaretoken", "idempotency_key"})
        visitor.send("POST", url, "something usable", urlencode(usable, doseq=True))
        for given in _rounds(names):
            visitor.send("POST", url, f"{ascii(given)[:300]}", _sent(given))
        for name in names:
            for text in ALONE:
                spoilt = {**usable, name: [text]}
                visitor.send("POST", url, f"{name}={ascii(text)[:40]}", _sent(spoilt))
    assert visitor.sent > 100
    assert not visitor.found, visitor.report()


def _sent(values: dict[str, Any]) -> bytes:
    pairs = [
        (name, text.encode("utf-8", "surrogatepass"))
        for name, texts in values.items()
        for text in ([texts] if isinstance(texts, str) else texts)
    ]
    return urlencode(pairs).encode()


def _shown_forms(visitor: Visitor) -> dict[str, RenderedForm]:
    """Give the forms of all pages by the address that they post to."""
    shown: dict[str, RenderedForm] = {}
    for route in visitor.open_to_me("GET"):
        url = visitor.url(route)
        status, text = visitor.send("GET", url + QUERIES.get(route.name, ""), "nothing unusual")
        for form in forms_of(text) if status == 200 else ():
            shown.setdefault((form.action or url).split("?")[0], form)
    return shown


@pytest.mark.parametrize("who", ["ana", "carla", "dana"])
def test_a_refused_form_keeps_what_was_typed(story, who):
    visitor = Visitor(story, who)
    lost, kept = [], 0
    shows_itself = {route.pattern for route in visitor.open_to_me("GET")}
    shown = _shown_forms(visitor)
    for route in visitor.open_to_me("POST"):
        form = shown.get(visitor.url(route))
        if form is None or route.pattern not in shows_itself:
            continue
        marks = {one.name: MARK.format(one.name) for one in form.fields if one.is_typed}
        sent = {**form.values(), **{name: [mark] for name, mark in marks.items()}, "version": ["1"]}
        status, text = visitor.send("POST", visitor.url(route), "marks", _sent(sent))
        if status not in {409, 422} or not marks:
            continue
        kept += 1
        again = unescape(text)
        lost += [f"{route}: {name}" for name, mark in marks.items() if mark not in again]
    assert kept > (20 if who == "ana" else 0)
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("who", ["ana", "carla", "dana"])
def test_a_form_without_a_page_of_its_own_keeps_a_draft(story, who):
    """Where a refusal is a page of its own, only the browser can bring the words back."""
    visitor = Visitor(story, who)
    shows_itself = {visitor.url(route) for route in visitor.open_to_me("GET")}
    losing = [
        f"{url}: {', '.join(one.name for one in form.fields if one.is_typed)}"
        for url, form in _shown_forms(visitor).items()
        if url not in shows_itself and not form.draft
        and any(one.kind == "textarea" for one in form.fields)
    ]  # fmt: skip
    assert not losing, "\n".join(losing)
