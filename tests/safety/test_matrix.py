"""Every route, by every role, on one's own, another provider's and another customer's rows.

The routes come from the project itself, so that a new one is walked from its first day. What must
not be seen is told by canaries: see `story.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.safety.examples import QUERIES, address, missing_example
from tests.safety.offering import NAME
from tests.safety.story import NOW, PAY_CANARIES, ROLES, Story, stands_in, tell
from tests.safety.walk import API, Route, patterns, routes

from upheld.demo.cast import actor_of_person
from upheld.foundation.clock import standing_at
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.lists import LISTS
from upheld.foundation.models import RecordEntry
from upheld.people.may import May
from upheld.wiring.declared import THIRD_PARTY

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
NOT_ROWS = {"measures", "views", "record", "rate"}
"""First words of addresses whose arguments name no row of a provider, or carry their own secret."""
SEEN_BY_FEW = {
    "time-correct": "the entry is Dana's own",
    "time-look-explain": "Dana is asked about her own time",
}
"""Pages that not even the owner can open with the story's rows, and why."""


@pytest.fixture
def story(world, elsewhere, monkeypatch) -> Iterator[Story]:
    told = tell(world, elsewhere, monkeypatch)
    with standing_at(NOW):
        yield told


class Walker:
    """Somebody who tries doors, by browser and by program."""

    def __init__(self, story: Story, who: str) -> None:
        self.story = story
        self.page = story.page_of(who)
        self.program = story.program_of(who if who in story.secrets else "")

    def try_(self, route: Route, query: str = "", body: Any = None) -> tuple[int, str, str]:
        """Give the answer's status, its text and where it leads."""
        url = address(route.pattern, self.story) + (query or QUERIES.get(route.name, ""))
        client = self.program if route.is_api else self.page
        more = {"content_type": "application/json"} if route.is_api else {}
        sent = body if body is not None else {}
        if route.method == "GET":
            answer = client.get(url)
        else:
            answer = getattr(client, route.method.lower())(url, sent, **more)
        text = (
            b"".join(getattr(answer, "streaming_content", ()))
            if answer.streaming
            else answer.content
        )
        return answer.status_code, text.decode(errors="replace"), answer.get("Location", "")


def all_routes() -> list[Route]:
    """Give the ways in that ask who comes; those without an example fail a test of their own."""
    mine = [route for route in routes() if route.kind != "public"]
    return [route for route in mine if not missing_example(route.pattern)]


def holes(found: list[str]) -> str:
    return "\n".join(found)


def size_of_record() -> int:
    count: int = RecordEntry.objects.count()
    return count


def test_every_address_is_declared_or_has_a_reason():
    endpoints = {route.pattern.removeprefix(API) for route in routes() if route.is_api}
    missing = []
    for pattern, name, view in patterns():
        ours = getattr(view, "door", None) is not None
        known = pattern.startswith(API) and _as_endpoint(pattern) in endpoints
        if not (ours or known or name in THIRD_PARTY or pattern in THIRD_PARTY):
            missing.append(f"{name} {pattern}")
    assert not missing, holes(missing)


def _as_endpoint(pattern: str) -> str:
    return pattern.removeprefix(API).replace("<", "{").replace(">", "}")


def test_no_reason_is_kept_for_what_is_gone():
    there = {name for _pattern, name, _view in patterns()} | {one[0] for one in patterns()}

    assert not set(THIRD_PARTY) - there


def test_every_address_has_an_example():
    unknown = {missing_example(route.pattern) for route in routes()} - {""}

    assert not unknown, "Give an example in tests/safety/examples.py for: " + holes(sorted(unknown))


@pytest.mark.parametrize("who", ["", "theo"], ids=["a stranger", "somebody who left"])
def test_nobody_gets_in_without_a_sign_in(story, who):
    walker, before, found = Walker(story, who), size_of_record(), []
    for route in all_routes():
        status, text, leads = walker.try_(route)
        turned_away = status == 401 if route.is_api else leads.startswith("/account/login/")
        if not turned_away or NAME in text:
            found.append(f"{route}: {status} {leads}")
    assert not found, holes(found)
    assert size_of_record() == before


def test_what_is_open_to_anyone_tells_nothing_without_its_secret(story):
    walker, before, found = Walker(story, ""), size_of_record(), []
    for route in routes():
        if route.kind != "public" or missing_example(route.pattern):
            continue
        url = address(route.pattern, story)
        for secret in (story.rating, story.ticket_rating):
            url = url.replace(secret, f"{secret[:-3]}xyz")
        answer = walker.page.get(url) if route.method == "GET" else walker.page.post(url)
        if answer.status_code >= 500 or NAME in answer.content.decode():
            found.append(f"{route}: {answer.status_code}")
    assert not found, holes(found)
    assert size_of_record() == before


@pytest.mark.parametrize("who", ROLES)
def test_a_role_goes_where_its_rights_lead_and_nowhere_else(story, who):
    walker = Walker(story, who)
    actor = actor_of_person(story.world.people[who])
    sees_pay, found = actor.may(May.SEE_PAY), []
    for route in all_routes():
        denial = _denial(route, actor)
        if denial is None and route.method in CHANGES:
            continue
        before = size_of_record() if denial else 0
        status, text, _leads = walker.try_(route)
        # A program's input is read before its door is asked; what cannot be read is refused first.
        expected = {denial, 422} if route.is_api else {denial}
        if denial is not None and (status not in expected or size_of_record() != before):
            found.append(f"{route}: {status} instead of {denial}")
        if denial is None and (status >= 500 or status in {401, 403}):
            found.append(f"{route}: {status} though the role has the right")
        if not sees_pay and any(stands_in(text, canary) for canary in PAY_CANARIES):
            found.append(f"{route}: tells Dana's pay")
    assert not found, holes(found)


def _denial(route: Route, actor: Any) -> int | None:
    """Give the status with which the door must turn somebody away; nothing if it must not."""
    if not route.audience.admits(actor):
        return 404
    if route.capability is not None and not actor.may(route.capability):
        return 403
    return None


def test_the_owner_can_open_every_page_on_their_own_rows(story):
    walker, found = Walker(story, "ana"), []
    for route in all_routes():
        if route.audience is Audience.CUSTOMER or route.method != "GET":
            continue
        actor = story.world.ana
        if route.capability is not None and not actor.may(route.capability):
            continue
        status, text, _leads = walker.try_(route)
        # 409: seen, but past the state in which the page is of use.
        if status not in {200, 302, 303, 409} and route.name not in SEEN_BY_FEW:
            found.append(f"{route}: {status} {text[:200]!r}")
    assert not found, holes(found)


def test_an_empty_form_is_refused_and_never_a_fault(story):
    walker, found = Walker(story, "ana"), []
    for route in all_routes():
        if route.method in CHANGES:
            status, _text, _leads = walker.try_(route)
            if status >= 500:
                found.append(f"{route}: {status}")
    assert not found, holes(found)


def _tells(text: str) -> bool:
    """Tell whether a text has the name or Dana's pay; a key of random digits is neither."""
    return NAME in text or any(stands_in(text, canary) for canary in PAY_CANARIES)


def test_another_providers_owner_finds_nothing(story):
    walker, before, found = Walker(story, "olga"), size_of_record(), []
    for route in all_routes():
        status, text, _leads = walker.try_(route)
        if _tells(text):
            found.append(f"{route}: tells a stranger of {NAME}")
        if not _names_a_row(route) or route.audience is Audience.CUSTOMER:
            continue
        # A change may be refused for its empty body before anybody looks for the row.
        if status not in ({404} if route.method == "GET" else {404, 403, 422}):
            found.append(f"{route}: {status}")
    assert not found, holes(found)
    assert size_of_record() == before


def test_another_customer_finds_nothing(story):
    walker, before, found = Walker(story, "olaf"), size_of_record(), []
    for route in all_routes():
        status, text, _leads = walker.try_(route)
        if _tells(text):
            found.append(f"{route}: tells another customer of {NAME}")
        if route.audience is Audience.STAFF and status not in (
            {404, 422} if route.is_api else {404}
        ):
            found.append(f"{route}: {status} on the staff's side")
        expected = {404} if route.method == "GET" else {404, 403, 422}
        named = route.audience is Audience.CUSTOMER and route.has_arguments
        if named and status not in expected:
            found.append(f"{route}: {status}")
    assert not found, holes(found)
    assert size_of_record() == before


def test_a_customer_sees_their_own_side_and_no_pay(story):
    walker, found = Walker(story, "carla"), []
    for route in all_routes():
        if route.method != "GET":
            continue
        status, text, _leads = walker.try_(route)
        if route.audience is Audience.STAFF and status not in {404, 422}:
            found.append(f"{route}: {status} on the staff's side")
        if route.audience is not Audience.STAFF and status not in {200, 302, 303, 409}:
            found.append(f"{route}: {status}")
        if any(stands_in(text, canary) for canary in PAY_CANARIES):
            found.append(f"{route}: tells Dana's pay")
    assert not found, holes(found)


def test_exports_tell_no_more_than_pages(story):
    strangers: list[tuple[Walker, tuple[str, ...]]] = [(Walker(story, "olga"), (NAME,))]
    found = []
    strangers += [(Walker(story, who), PAY_CANARIES) for who in ("lena", "sam", "priya")]
    lists = {one.route for one in LISTS.values() if one.route}
    for route in all_routes():
        if route.method != "GET" or route.is_api or route.name not in lists:
            continue
        for walker, canaries in strangers:
            _status, text, _leads = walker.try_(route, "?export=csv")
            if any(canary in text for canary in canaries):
                found.append(f"{route}: exports {canaries[0]}")
    assert not found, holes(found)


@pytest.mark.parametrize("name", ["search", "palette", "find_anything"])
def test_search_finds_nothing_for_a_stranger(story, name):
    olga = Walker(story, "olga")
    route = next(one for one in all_routes() if one.name == name and one.method == "GET")
    for word in (NAME, NAME[:4], "Dana", "76543", "7654321"):
        # The word asked for is shown again; what it finds is told by the rest of the name.
        _status, text, _leads = olga.try_(route, f"?q={word}")
        assert f"{NAME} Dental" not in text
        assert "Dana Whitfield" not in text


def _names_a_row(route: Route) -> bool:
    first = route.pattern.removeprefix(API).split("/")[0]
    return route.has_arguments and first not in NOT_ROWS
